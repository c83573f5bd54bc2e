import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ChainWorkers,
  type WorkerSource,
} from '../../../../../src/serving/transform-job/chain/block-executors/chain-workers.ts';
import { WorkerThreads } from '../../../../../src/serving/transform-job/chain/block-executors/worker-threads.ts';
import { blockPlan } from '../../../../../src/serving/transform-job/chain/block-plan.ts';
import { root } from '../../../../support/start-server.ts';
import { transformPlan } from '../../../../support/transform-plan.ts';

const golden = (name: string) => join(root, 'test/golden/lightgbm', name);

/** A LightGBM model, the rows of its golden case, and what LightGBM predicts for them (test/golden/lightgbm/README.md). */
function subject(name: string) {
  const archivePath = mkdtempSync(join(tmpdir(), 'catenary-chain-'));
  copyFileSync(golden(`${name}.txt`), join(archivePath, 'model.txt'));
  const expected = readFileSync(golden(`${name}.predict.csv`), 'utf8')
    .trim()
    .split('\n')
    .map(Number);
  const definition = { kind: 'lightgbm', hostname: 'container-1', image: 'own/lightgbm:1', archivePath };
  return {
    containers: [{ ...definition, environment: {} }],
    rows: readFileSync(golden(`${name}.input.csv`)),
    expected,
  };
}

const settings = { strategy: 'MULTI_RECORD', maxConcurrentTransforms: 1, maxPayloadBytes: 6 * 1024 ** 2 } as const;

const plan = blockPlan(transformPlan(), settings, 0);

/** What a job over the rows answers, on one thread. */
async function runJob(workers: WorkerSource, { containers, rows }: ReturnType<typeof subject>) {
  const chain = new WorkerThreads(workers, { containers, fuse: true }, 1);
  try {
    await chain.wishes();
    const executor = chain.executor(plan, rows.byteLength);
    const { output } = await executor.run(Buffer.from(rows), {});
    const answer = JSON.parse(output.toString()) as { readonly [name: string]: readonly number[] };
    return Object.values(answer)[0] ?? [];
  } finally {
    await chain.close();
  }
}

describe('ChainWorkers', () => {
  let workers = new ChainWorkers();
  const threads: number[] = [];
  const watched: WorkerSource = {
    take: () => {
      const worker = workers.take();
      threads.push(worker.threadId);
      return worker;
    },
    giveBack: (worker) => workers.giveBack(worker),
  };

  beforeEach(() => {
    workers = new ChainWorkers();
  });
  afterEach(async () => {
    threads.splice(0);
    await workers.close();
  });

  it('gives the thread of a job that is over to the next one, whose chain is another', async () => {
    const [binary, categorical] = [subject('binary'), subject('categorical-3.3')];
    for (const job of [binary, categorical, binary]) {
      const predicted = await runJob(watched, job);
      expect(predicted).toHaveLength(job.expected.length);
      for (const [row, value] of job.expected.entries()) expect(predicted[row]).toBeCloseTo(value, 12);
    }
    expect(new Set(threads).size).toBe(1);
  });

  it('ends the thread of a chain that did not start', async () => {
    const broken = subject('binary');
    copyFileSync(golden('README.md'), join(broken.containers[0]?.archivePath ?? '', 'model.txt'));
    await expect(runJob(watched, broken)).rejects.toThrow();
    await runJob(watched, subject('binary'));
    expect(new Set(threads).size).toBe(2);
  });

  it('ends the thread of a job that is given up during a block', async () => {
    const { containers, rows } = subject('binary');
    const chain = new WorkerThreads(watched, { containers, fuse: true }, 1);
    const executor = chain.executor(plan, rows.byteLength);
    await chain.wishes();
    const under = executor.run(Buffer.from(rows), {});
    await Promise.all([expect(under).rejects.toThrow('was ended'), chain.close()]);
    await runJob(watched, subject('binary'));
    expect(new Set(threads).size).toBe(2);
  });

  it('keeps none once it is closed', async () => {
    await workers.close();
    await runJob(watched, subject('binary'));
    await runJob(watched, subject('binary'));
    expect(new Set(threads).size).toBe(2);
  });
});
