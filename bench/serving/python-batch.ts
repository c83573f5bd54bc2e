/**
 * Rows per second of `catenary transform` over a scikit-learn script, against a loop in Python that calls the script's own
 * functions over the same mini-batches. The rate is that of the rows by which a large input is more than a small one, so that
 * starting containers is left out of both. BENCH_ROUNDS, BENCH_TIMES (how often the diamonds rows are repeated).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fromSource } from '../../packages/server/test/support/start-server.ts';
import { printTable, type Row } from '../harness.ts';

const root = join(import.meta.dirname, '../..');
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const times = Number(process.env.BENCH_TIMES ?? 20);
const mebibyte = 2 ** 20;

const folder = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const dollars = gunzipSync(readFileSync(join(root, 'examples/diamonds/expected/batch-final.csv.gz'))).toString();
const once = dollars
  .trimEnd()
  .split('\n')
  .map((line) => `${Math.log(Number(line.split(',')[0]))}\n`);
const small = join(folder, 'small.csv');
const large = join(folder, 'large.csv');
writeFileSync(small, once.join(''));
writeFileSync(large, once.join('').repeat(times));
const rowCount = once.length * (times - 1);

/** Seconds and answers of a run of `catenary transform`. */
function transform(input: string, output: string): { seconds: number; answers: string } {
  const model = ['--model', join(root, 'examples/diamonds/sklearn/model.tar.gz'), '--accept', 'text/csv'];
  const places = ['--input', input, '--output', output, '--max-payload-mb', '1'];
  rmSync(output, { recursive: true, force: true });
  const since = performance.now();
  const program = [...fromSource, join(root, 'packages/server/src/main.ts')];
  execFileSync(process.execPath, [...program, 'transform', ...model, ...places], { stdio: 'pipe' });
  const seconds = (performance.now() - since) / 1000;
  return { seconds, answers: readFileSync(join(output, readdirSync(output)[0] as string), 'utf8') };
}

function loop(input: string, output: string): { seconds: number; answers: string } {
  const environments = join(root, '.tools/python-test/python');
  const [name] = readdirSync(environments).filter((entry) => !entry.includes('.'));
  const python = join(environments, name as string, 'bin/python');
  const model = join(root, 'test/golden/script/diamonds/model');
  const program = [join(import.meta.dirname, 'bare-batches.py'), model, input, output, String(mebibyte)];
  const seconds = Number(execFileSync(python, program, { env: { ...process.env, OMP_NUM_THREADS: '1' } }).toString());
  return { seconds, answers: readFileSync(output, 'utf8') };
}

const sides = { 'loop in Python': loop, 'catenary transform': transform };
const best: Record<string, number> = {};
const answers = new Map<string, string>();
for (const [name, run] of Object.entries(sides)) {
  const output = join(folder, name);
  run(small, output);
  const seconds = [small, large].map((input) => {
    const runs = Array.from({ length: rounds }, () => run(input, output));
    answers.set(name, (runs.at(-1) as { answers: string }).answers);
    return Math.min(...runs.map((one) => one.seconds));
  });
  best[name] = (seconds[1] as number) - (seconds[0] as number);
}
rmSync(folder, { recursive: true, force: true });
if (new Set(answers.values()).size !== 1) throw new Error('the two sides answer differently');
const bare = best['loop in Python'] as number;
const rows = Object.entries(best).map(
  ([name, seconds]): Row => ({
    name,
    rows: rowCount,
    seconds: seconds.toFixed(2),
    'rows/s': Math.round(rowCount / seconds),
    'times the loop': (bare / seconds).toFixed(2),
  }),
);
printTable(
  `scikit-learn script over mini-batches of 1 MiB, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`,
  rows,
);
