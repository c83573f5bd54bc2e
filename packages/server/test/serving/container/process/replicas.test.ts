import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { launchProcessStage } from '../../../../src/serving/container/process/process-stage.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import type { StageUnreachable } from '../../../../src/serving/container/stage-unreachable.ts';

/** How often a replica is killed: more in a longer run (`CATENARY_KILLS=200`). */
const kills = Number(process.env.CATENARY_KILLS ?? 12);
const never = new AbortController().signal;
/** Lines that the replicas wrote: which of them began which request. */
const begun = new Map<string, number>();
let stage: Stage | undefined;

afterEach(async () => {
  await stage?.close();
  begun.clear();
});

async function launch(count: number, isIdempotent = false): Promise<Stage> {
  stage = await launchProcessStage({
    hostname: 'custom',
    image: 'registry/custom:1',
    command: [process.execPath, join(import.meta.dirname, 'telling-container.mjs')],
    modelDirectory: mkdtempSync(join(realpathSync(tmpdir()), 'model-')),
    environment: {},
    startupTimeoutMs: 20_000,
    maxRestartDelayMs: 0,
    replication: { count, routing: 'LEAST_OUTSTANDING_REQUESTS' },
    isIdempotent,
    signal: never,
    onLog: (line) => {
      const [, pid, request] = /^(\d+) begins (.*)$/.exec(line) ?? [];
      if (request !== undefined) begun.set(request, Number(pid));
    },
  });
  return stage;
}

interface Outcome {
  readonly request: string;
  /** The process that answered. */
  readonly pid?: number;
  readonly error?: StageUnreachable;
}

/** Requests that are not answered yet. */
const waiting = new Set<string>();

const ask = async (request: string): Promise<Outcome> => {
  waiting.add(request);
  try {
    const { body } = await (stage as Stage).invoke({ body: Buffer.from(request) }, never);
    return { request, pid: Number(body) };
  } catch (error) {
    return { request, error: error as StageUnreachable };
  } finally {
    waiting.delete(request);
  }
};

/** Processes of the replicas that answer now. */
async function pidsOf(count: number): Promise<number[]> {
  for (;;) {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => ask(`pid ${at}`)));
    const pids = [...new Set(answers.flatMap(({ pid }) => pid ?? []))];
    if (pids.length === count) return pids;
    await delay(40);
  }
}

/** Sends requests one after the other, without waiting for answers, while `work` is done. */
async function under<T>(work: () => Promise<T>): Promise<{ result: T; outcomes: Outcome[] }> {
  const asked: Promise<Outcome>[] = [];
  const timer = setInterval(() => asked.push(ask(`request ${asked.length}`)), 5);
  try {
    const result = await work();
    clearInterval(timer);
    return { result, outcomes: await Promise.all(asked) };
  } finally {
    clearInterval(timer);
  }
}

/** Kills one of both, again and again; adds what is under way then. Resolves with the processes that were killed. */
async function killOneOfTwo(underWay: Set<string>): Promise<number[]> {
  const ended: number[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const pids = await pidsOf(2);
    const pid = pids[kill % 2] as number;
    ended.push(pid);
    for (const request of waiting) underWay.add(request);
    process.kill(pid, 'SIGKILL');
    await delay(kill % 7);
  }
  return ended;
}

const failed = (outcomes: readonly Outcome[]) => outcomes.filter(({ error }) => error !== undefined);

describe('two replicas of a command', () => {
  it('lose nothing when one is killed again and again but what that one had begun', async () => {
    await launch(2);
    const underWay = new Set<string>();
    const { result: killed, outcomes } = await under(() => killOneOfTwo(underWay));
    expect(stage?.replicas).toMatchObject({ count: 2 });
    for (const { request, error } of failed(outcomes)) {
      expect(error?.message).toMatch(/killed by SIGKILL/);
      expect(underWay).toContain(request);
      // A process may be killed after it has read a request and before it has said so.
      expect([...killed, undefined]).toContain(begun.get(request));
    }
    // Neither of two answers all: requests go to both.
    expect(new Set(outcomes.flatMap(({ pid }) => pid ?? [])).size).toBeGreaterThan(2);
  }, 120_000);

  it('lose nothing at all if the command may be sent a request twice', async () => {
    await launch(2, true);
    const { outcomes } = await under(() => killOneOfTwo(new Set()));
    expect(failed(outcomes)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(kills);
  }, 120_000);

  it('answer everything while one is stopped by a signal: it is found, and replaced', async () => {
    await launch(2);
    const [stopped] = (await pidsOf(2)) as [number];
    const underWay = new Set<string>();
    const { outcomes } = await under(async () => {
      await delay(100);
      for (const request of waiting) underWay.add(request);
      process.kill(stopped, 'SIGSTOP');
      while (stage?.replicas?.readyCount === 2) await delay(10);
      expect(await pidsOf(2)).not.toContain(stopped);
    });
    // What it was given later it has not read: that is asked of the other.
    for (const { request } of failed(outcomes)) expect(underWay).toContain(request);
    expect(outcomes.length).toBeGreaterThan(100);
  }, 60_000);

  it('answer everything while their number is changed', async () => {
    await launch(1);
    const { outcomes } = await under(async () => {
      for (const count of [3, 1, 2, 1]) {
        await stage?.replicas?.resize(count, never);
        await delay(100);
      }
    });
    expect(failed(outcomes)).toEqual([]);
    expect(new Set(outcomes.map(({ pid }) => pid)).size).toBeGreaterThan(2);
    expect(stage?.replicas).toMatchObject({ count: 1, readyCount: 1 });
  }, 60_000);
});
