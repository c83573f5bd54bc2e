/**
 * Rows of one model over worker threads: each has the model for itself and takes every other block of rows from a
 * SharedArrayBuffer, writing its answers into another. `npm run bench -- scoring/threads`: the diamonds example, on one core and two.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { loadXgboost } from '../../packages/scoring/src/boosters/xgboost/load-xgboost.ts';
import { readArchive } from '../../packages/server/src/platform/artifact/read-archive.ts';
import { printTable } from '../harness.ts';

const BLOCK_ROWS = 2048;
const ROWS = 54_000;

interface Share {
  readonly bytes: Uint8Array;
  readonly cells: SharedArrayBuffer;
  readonly answers: SharedArrayBuffer;
  readonly columnCount: number;
}

/** Scores the blocks `first`, `first + step` ... */
function scoreShare({ bytes, cells, answers, columnCount }: Share): (first: number, step: number) => void {
  const model = loadXgboost(bytes);
  const [values, target] = [new Float64Array(cells), new Float32Array(answers)];
  return (first, step) => {
    for (let start = first * BLOCK_ROWS; start < ROWS; start += step * BLOCK_ROWS) {
      const rowCount = Math.min(BLOCK_ROWS, ROWS - start);
      const block = values.subarray(start * columnCount, (start + rowCount) * columnCount);
      target.set(model.predict({ kind: 'dense', values: block, rowCount, columnCount }), start);
    }
  };
}

if (isMainThread) await measure();
else {
  const score = scoreShare(workerData as Share);
  parentPort?.on('message', ([first, step]: [number, number]) => {
    score(first, step);
    parentPort?.postMessage('done');
  });
}

async function measure(): Promise<void> {
  const root = resolve(import.meta.dirname, '../..');
  const files = await readArchive(createReadStream(join(root, 'examples/diamonds/xgboost/model.tar.gz')));
  const lines = readFileSync(join(root, 'test/golden/chains/sparkml.csv'), 'utf8').trimEnd().split('\n');
  const some = lines.flatMap((line) => line.split(',').map(Number));
  const columnCount = some.length / lines.length;
  const cells = new SharedArrayBuffer(ROWS * columnCount * 8);
  new Float64Array(cells).forEach((_cell, at, all) => (all[at] = some[at % some.length] as number));
  const answers = new SharedArrayBuffer(ROWS * 4);
  const share: Share = { bytes: files.get('xgboost-model') as Uint8Array, cells, answers, columnCount };
  const score = scoreShare(share);
  const here = await best(() => Promise.resolve(score(0, 1)));
  const workers = [
    new Worker(import.meta.filename, { workerData: share }),
    new Worker(import.meta.filename, { workerData: share }),
  ];
  const run = (count: number) => () =>
    Promise.all(
      workers.slice(0, count).map(
        (worker, at) =>
          new Promise((done) => {
            worker.once('message', done);
            worker.postMessage([at, count]);
          }),
      ),
    );
  const rows = [
    { name: 'in the calling thread', ms: here },
    { name: '1 worker', ms: await best(run(1)) },
    { name: '2 workers', ms: await best(run(2)) },
  ];
  printTable(
    `${ROWS} rows, 200 trees of depth 6`,
    rows.map(({ name, ms }) => ({
      name,
      ms: ms.toFixed(1),
      'us/row': ((ms * 1000) / ROWS).toFixed(2),
      times: (here / ms).toFixed(2),
    })),
  );
  await Promise.all(workers.map((worker) => worker.terminate()));
}

/** Milliseconds, the best of several. */
async function best(run: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 12; round++) {
    const since = performance.now();
    await run();
    least = Math.min(least, performance.now() - since);
  }
  return least;
}
