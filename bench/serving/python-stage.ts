/**
 * What it costs to have a scikit-learn script behind a stage: the script of the diamonds chain in a bare Python loop, and
 * through the stage with one caller and with sixteen; then a script that does nothing, which leaves the host alone.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPythonStage } from '../../packages/server/src/serving/container/python/python-stage.ts';
import type { Stage } from '../../packages/server/src/serving/container/stage.ts';
import { printTable, type Row } from '../harness.ts';

const root = join(import.meta.dirname, '../..');
const dataDirectory = join(root, '.tools/python-test');
const diamonds = join(root, 'test/golden/script/diamonds/model');
const request = { body: Buffer.from('9.064083099365234'), contentType: 'text/csv', accept: 'application/json' };
const never = new AbortController().signal;
const secondsEach = 4;

function launch(modelDirectory: string): Promise<Stage> {
  return launchPythonStage({
    framework: 'scikit-learn',
    hostname: 'sklearn',
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    imageTag: '1.9-1-cpu-py3',
    environment: {},
    modelDirectory,
    dataDirectory,
    startupTimeoutMs: 60_000,
    signal: never,
    onLog: (line) => process.stderr.write(`${line}\n`),
  });
}

/** CPU time of all processes that listen for this stage, milliseconds (procfs counts in ticks of 10 ms). */
function workerCpu(): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[1]) === process.pid) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It ended in the meantime.
    }
  }
  return ticks * 10;
}

async function measure(name: string, stage: Stage, callers: number): Promise<Row> {
  for (let call = 0; call < 500; call++) await stage.invoke(request, never);
  const times: number[] = [];
  const [cpu, workers, start] = [process.cpuUsage(), workerCpu(), performance.now()];
  const ask = async () => {
    while (performance.now() - start < secondsEach * 1000) {
      const since = performance.now();
      const { status } = await stage.invoke(request, never);
      if (status !== 200) throw new Error(`status ${status}`);
      times.push((performance.now() - since) * 1000);
    }
  };
  await Promise.all(Array.from({ length: callers }, ask));
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(share * times.length)] as number);
  return {
    name,
    callers,
    'requests/s': Math.round((times.length / elapsed) * 1000),
    'p50 µs': at(0.5),
    'p99 µs': at(0.99),
    'CPU here µs': Math.round((user + system) / times.length),
    'CPU workers µs': Math.round(((workerCpu() - workers) * 1000) / times.length),
  };
}

const idle = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
mkdirSync(join(idle, 'code'));
writeFileSync(
  join(idle, 'code/inference.py'),
  `def model_fn(directory): return None
def input_fn(body, content_type): return body
def predict_fn(data, model): return data
def output_fn(prediction, accept): return prediction, accept
`,
);

const rows: Row[] = [];
for (const [name, directory] of [
  ['diamonds', diamonds],
  ['nothing', idle],
] as const) {
  const stage = await launch(directory);
  const python = join(
    dataDirectory,
    'python',
    readdirSync(join(dataDirectory, 'python')).find((entry) => !entry.includes('.')) ?? '',
    'bin/python',
  );
  const program = [
    join(import.meta.dirname, 'bare-script.py'),
    directory,
    request.body.toString(),
    request.contentType,
    request.accept,
  ];
  const micros = Number(execFileSync(python, program, { env: { ...process.env, OMP_NUM_THREADS: '1' } }).toString());
  rows.push({
    name: `${name}, bare loop`,
    callers: 1,
    'requests/s': Math.round(1e6 / micros),
    'p50 µs': Math.round(micros),
  });
  rows.push(await measure(`${name}, stage`, stage, 1), await measure(`${name}, stage`, stage, 16));
  await stage.close();
}
const bare = Number((rows[0] as Row)['requests/s']);
const withShare = rows.map((row) =>
  row.name.startsWith('diamonds')
    ? { ...row, 'share of bare loop': (Number(row['requests/s']) / bare).toFixed(2) }
    : row,
);
printTable(`scikit-learn script mode, ${availableParallelism()} cores and as many workers`, withShare);
