import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/platform/observe/logger.ts';
import { candidateFor, findLauncher } from '../../src/serving/container/find-launcher.ts';
import type { LaunchOptions } from '../../src/serving/container/launch-stages.ts';
import type { Candidate, Launcher } from '../../src/serving/container/launcher.ts';
import { launchers } from '../../src/serving/container/launchers.ts';
import type { ContainerRequest } from '../../src/serving/container/payload.ts';
import { boxSource } from '../../src/serving/container/process/box-source.ts';
import { SocketFolders } from '../../src/serving/container/process/socket-folders.ts';
import type { Stage } from '../../src/serving/container/stage.ts';
import type { StageContext } from '../../src/serving/container/stage-context.ts';
import type { StageDefinition } from '../../src/serving/container/stage-definition.ts';
import { pythonDataDirectory } from '../support/python-data-directory.ts';

/** A container that a launcher runs, and requests to it. The address of an archive is its path. */
export interface LauncherCase {
  readonly launcher: Launcher;
  readonly definition: Omit<StageDefinition, 'hostname'>;
  /** What it is started with besides `context` of this suite. */
  readonly context?: Partial<StageContext>;
  /** The numbers of the answer, in the precision of float32. */
  readonly answered: { readonly request: ContainerRequest; readonly numbers: readonly number[] };
  readonly refused: { readonly request: ContainerRequest; readonly status: number };
  /** Absent where the container runs in this process: it answers at once, and does not end by itself. */
  readonly outside?: {
    /** A request that is not answered in time. */
    readonly endless: ContainerRequest;
    /** A request at which the container ends, to be started again. */
    readonly fatal: ContainerRequest;
    /** Whether it runs in as many copies as are asked for; a container of many models has one. */
    readonly hasReplicas: boolean;
  };
  /** What of the definition makes it fail to start, and how it says so; absent where nothing can be wrong before a request. */
  readonly broken?: { readonly change: Partial<StageDefinition>; readonly reason: RegExp };
}

const never = new AbortController().signal;

/** What every way of running a container keeps to. */
export function testLauncher(name: string, the: LauncherCase): void {
  describe(name, () => {
    const bench = openBench(the);
    afterEach(() => bench.close());
    afterAll(() => bench.remove());

    it('is what runs the container', async () => {
      expect(await findLauncher(launchers, bench.candidate())).toBe(the.launcher);
    });

    it('starts it, healthy, under its names', async () => {
      const stage = await bench.start();
      expect(stage).toMatchObject({ hostname: 'c', image: the.definition.image });
      expect(await stage.ping(never)).toBe(true);
      expect(await numbersOf(stage, the.answered.request)).toEqual(the.answered.numbers);
    });

    it('passes a refusal on as an answer, and answers the next request', async () => {
      const stage = await bench.start();
      expect((await stage.invoke(the.refused.request, never)).status).toBe(the.refused.status);
      expect(await numbersOf(stage, the.answered.request)).toEqual(the.answered.numbers);
    });

    it('leaves no file behind when it is closed', async () => {
      await (await bench.start()).invoke(the.answered.request, never);
      await bench.close();
      expect(bench.files()).toEqual([]);
    });

    if (the.outside === undefined) testInside(bench);
    if (the.broken !== undefined) testStartFailure(bench, the.broken);
    if (the.outside !== undefined) testOutside(bench, the.answered, the.outside);
  });
}

function testStartFailure(bench: Bench, { change, reason }: NonNullable<LauncherCase['broken']>): void {
  it('says why it does not start, and leaves no file behind', async () => {
    await expect(bench.start(change)).rejects.toThrow(reason);
    expect(bench.files()).toEqual([]);
  });
}

/** What can happen to a container outside this process alone. Its model is loaded before the requests that matter. */
function testOutside(
  bench: Bench,
  { request, numbers }: LauncherCase['answered'],
  { endless, fatal, hasReplicas }: NonNullable<LauncherCase['outside']>,
): void {
  const startAndLoad = async () => {
    const stage = await bench.start();
    await stage.invoke(request, never);
    return stage;
  };

  it('rejects when the time for an answer is up', async () => {
    const answer = (await startAndLoad()).invoke(endless, timeoutAfter(300));
    await expect(answer).rejects.toMatchObject({ name: 'StageUnreachable', reason: 'timeout' });
  });

  it('rejects when the container ends, and starts it again', async () => {
    const stage = await startAndLoad();
    const answer = stage.invoke(fatal, never);
    await expect(answer).rejects.toMatchObject({ name: 'StageUnreachable', reason: 'connection' });
    expect(await untilAnswered(stage, request)).toEqual(numbers);
  });

  if (hasReplicas) testReplicas(bench, { request, numbers }, fatal);

  it('is not healthy any more, and does not answer, when it is closed', async () => {
    const stage = await startAndLoad();
    await bench.close();
    expect(await stage.ping(never)).toBe(false);
    await expect((async () => stage.invoke(request, never))()).rejects.toThrow();
  });
}

function testReplicas(bench: Bench, { request, numbers }: LauncherCase['answered'], fatal: ContainerRequest): void {
  it('runs in several copies, answers while one of them is down, and in as many as are asked for later', async () => {
    const stage = await bench.start({}, { replication: { count: 2, routing: 'RANDOM' } });
    expect(stage.replicas).toMatchObject({ count: 2, readyCount: 2 });
    await expect(stage.invoke(fatal, never)).rejects.toMatchObject({ name: 'StageUnreachable' });
    expect(await numbersOf(stage, request)).toEqual(numbers);
    await stage.replicas?.resize(3, never);
    expect(stage.replicas).toMatchObject({ count: 3 });
    await stage.replicas?.resize(1, never);
    expect(stage.replicas).toMatchObject({ count: 1 });
    expect(await numbersOf(stage, request)).toEqual(numbers);
    expect(await stage.ping(never)).toBe(true);
  });
}

function testInside(bench: Bench): void {
  it('needs no copies: it runs in this process', async () => {
    const stage = await bench.start({}, { replication: { count: 3, routing: 'RANDOM' } });
    expect(stage.replicas).toBeUndefined();
  });
}

/** Starts the container of a case, one at a time. */
interface Bench {
  candidate(change?: Partial<StageDefinition>): Candidate;
  start(change?: Partial<StageDefinition>, options?: Partial<LaunchOptions>): Promise<Stage>;
  close(): Promise<void>;
  /** What lies where containers have their files. */
  files(): string[];
  remove(): void;
}

function openBench({ launcher, definition, context: own }: LauncherCase): Bench {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'catenary-launcher-'));
  const context = { ...contextIn(folder), ...own };
  let stage: Stage | undefined;
  const candidate = (change = {}) => candidateFor({ hostname: 'c', ...definition, ...change }, context, never);
  return {
    candidate,
    async start(change, options) {
      const given = { owner: 'test', startupTimeoutMs: 100_000, signal: never, ...options };
      stage = await launcher.launch(candidate(change), given);
      return stage;
    },
    async close() {
      await stage?.close();
      stage = undefined;
    },
    files: () => ['containers', 'sockets'].flatMap((part) => listed(join(folder, part))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function contextIn(folder: string): StageContext {
  return {
    images: [],
    artifacts: { fetch: ({ uri }) => Promise.resolve(uri) },
    dataDirectory: folder,
    environments: pythonDataDirectory,
    log: createLogger({ level: 'silent', pretty: false }),
    box: boxSource('auto', []),
    sockets: new SocketFolders(join(folder, 'sockets')),
  };
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function numbersOf(stage: Stage, request: ContainerRequest): Promise<number[]> {
  const { status, body } = await stage.invoke(request, never);
  expect({ status, body: body.toString() }).toMatchObject({ status: 200 });
  return (body.toString().match(/-?\d+(\.\d+)?(e[-+]?\d+)?/g) ?? []).map((text) => Math.fround(Number(text)));
}

/** While it is started again, requests are refused or reject. */
async function untilAnswered(stage: Stage, request: ContainerRequest): Promise<number[]> {
  for (let tries = 0; tries < 600; tries++) {
    const isBack = await Promise.resolve(stage.invoke(request, never)).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (isBack) return numbersOf(stage, request);
    await delay(50);
  }
  throw new Error('the container did not come back');
}

function timeoutAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort('timeout'), ms);
  return controller.signal;
}
