/**
 * Runs the tests again and again, each time in another order and with one core kept busy, and lists every test that was
 * ever red with the seeds of those orders: `npm run soak -- 20 [test/path ...]`. One order again:
 * `npm run soak -- 1 --seed 123 [test/path ...]`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const root = resolve(import.meta.dirname, '..');

/** What vitest's JSON reporter says, as far as it is of interest. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Of what failed outside of its tests. */
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

interface RedTest {
  readonly name: string;
  /** How its failure begins. */
  readonly why: string;
}

const { values, positionals } = parseArgs({ options: { seed: { type: 'string' } }, allowPositionals: true });
const [rounds, ...paths] = positionals;
const count = Number(rounds);
if (!Number.isInteger(count) || count < 1 || count > 1000) {
  console.error('usage: npm run soak -- <rounds, 1 to 1000> [--seed <number>] [test/path ...]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'catenary-soak-'));
const busy = new Worker('for (;;);', { eval: true });
const red = new Map<string, number[]>();
for (let round = 1; round <= count; round++) {
  const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
  const failed = await runInOrder(seed);
  for (const { name } of failed) red.set(name, [...(red.get(name) ?? []), seed]);
  console.log(`round ${round} of ${count}, seed ${seed}: ${failed.length === 0 ? 'green' : `${failed.length} red`}`);
  for (const { name, why } of failed) console.log(`  ${name}\n    ${why}`);
}
await busy.terminate();
rmSync(folder, { recursive: true, force: true });
for (const [name, seeds] of [...red].sort(([, a], [, b]) => b.length - a.length))
  console.log(`${seeds.length} of ${count} red: ${name}\n  seeds ${seeds.join(', ')}`);
if (red.size === 0) console.log(`no test was red in ${count} rounds`);
process.exitCode = red.size === 0 ? 0 : 1;

async function runInOrder(seed: number): Promise<RedTest[]> {
  const output = join(folder, `${seed}.json`);
  const order = ['--sequence.shuffle', `--sequence.seed=${seed}`, '--reporter=json', `--outputFile=${output}`];
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...order, ...paths];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  const tests = redTests(output);
  return tests.length === 0 && code !== 0 ? [{ name: `(vitest ended with ${code})`, why: 'no test was red' }] : tests;
}

function redTests(output: string): RedTest[] {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(output, 'utf8')) as Report;
  } catch {
    return []; // vitest did not get so far: its exit code says
  }
  return report.testResults.flatMap(({ name, status, message = '', assertionResults }) => {
    const file = relative(root, name);
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (tests.length === 0 && status === 'failed')
      return [{ name: `${file} (the file as a whole)`, why: message.split('\n', 2).join('\n    ') }];
    return tests.map(({ fullName, failureMessages = [] }) => ({
      name: `${file}: ${fullName}`,
      why: (failureMessages[0] ?? '').split('\n', 2).join('\n    '),
    }));
  });
}
