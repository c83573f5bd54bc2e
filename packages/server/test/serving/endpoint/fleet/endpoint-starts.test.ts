import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { StartCounts } from '../../../../src/platform/store/start-counts.ts';
import { openStore } from '../../../../src/platform/store/store.ts';
import type { LaunchStage } from '../../../../src/serving/container/launch-stages.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { EndpointStarts, type StartKind } from '../../../../src/serving/endpoint/fleet/endpoint-starts.ts';
import { startEndpoint } from '../../../../src/serving/endpoint/fleet/start-endpoint.ts';
import type { EndpointSnapshot } from '../../../../src/serving/records/endpoint-snapshot.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-starts-'));
const log = { warn: () => undefined };
const { store } = await openStore({ location: join(folder, 'store.sqlite'), owner: 'a', leaseMs: 1000, log });
afterAll(async () => {
  await store.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const snapshot: EndpointSnapshot = {
  configName: 'c',
  variants: [
    {
      name: 'v',
      modelName: 'm',
      mode: 'Serial',
      containers: [{ hostname: 'primary', image: 'i', environment: {} }],
      weight: 1,
      instanceCount: 1,
      startupTimeoutInSeconds: 60,
    },
  ],
};
const stage = {
  hostname: 'primary',
  image: 'i',
  invoke: () => Promise.reject(new Error('not asked')),
  ping: () => Promise.resolve(true),
  executionParameters: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
} as unknown as Stage;

/** What a server does with its starts, until it is gone: a start of `fatal` never comes to its end. */
function openServer(fatal?: string, owner = 'a') {
  const begun: string[] = [];
  const launch: LaunchStage = (_definition, { owner: name, signal }) => {
    begun.push(name.split('/')[1] as string);
    if (name !== `endpoint/${fatal}/v`) return Promise.resolve(stage);
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
  };
  const logs = { instance: 'i-1', write: () => undefined, flush: () => Promise.resolve() };
  const signal = new AbortController().signal;
  const counted = new EndpointStarts({ starts: new StartCounts(store, owner), signal });
  const options = {
    launch,
    chain: {},
    logs,
    random: () => 0,
    wake: async () => undefined,
    captures: { isPaused: false, add: () => undefined },
    objects: { readObject: () => Promise.reject(new Error('no objects')) },
    now: () => 0,
    progress: { note: () => undefined },
  };
  const starts = {
    names: () => counted.names(),
    giveUp: (name: string) => counted.giveUp(name),
    run: (name: string, of: EndpointSnapshot, kind: StartKind = 'new') =>
      counted.run(name, kind, (underWay) => startEndpoint(name, of, { ...options, signal: underWay })),
  };
  return { starts, begun };
}

/** Time for everything that does not wait for a fatal start. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 100));

it('a start that the server did not survive twice is not tried a third time; others are', async () => {
  const first = openServer('poison');
  for (const name of ['poison', 'innocent']) void first.starts.run(name, snapshot);
  await settle();
  expect(first.begun.sort()).toEqual(['innocent', 'poison']);
  // It died: what it began is still written down. The next one dies, too.
  const second = openServer('poison');
  for (const name of ['poison', 'innocent']) void second.starts.run(name, snapshot);
  await settle();
  expect(second.begun).toContain('poison');
  const third = openServer('poison');
  const poison = third.starts.run('poison', snapshot);
  await expect(poison).rejects.toThrow('the server ended without warning 2 times, one after the other');
  expect((await third.starts.run('innocent', snapshot)).name).toBe('innocent');
  expect(third.begun).toEqual(['innocent']);
});

it('starts that were under way when a server died are tried one at a time, so that only one of them can be to blame', async () => {
  const first = openServer('x1');
  // Both are begun and the server dies in the first.
  void first.starts.run('x1', snapshot);
  const counts = new StartCounts(store, 'a');
  void counts.run('endpoint/x2', () => new Promise(() => undefined));
  await settle();
  const second = openServer('x1');
  void second.starts.run('x1', snapshot);
  await settle();
  void second.starts.run('x2', snapshot);
  await settle();
  expect(second.begun).toEqual(['x1']);
  expect([await counts.find('endpoint/x1'), await counts.find('endpoint/x2')]).toEqual([2, 1]);
});

it('what was in service before is given up after five times, not after two', async () => {
  for (const _ of [1, 2, 3, 4, 5]) {
    const server = openServer('served');
    void server.starts.run('served', snapshot, 'known');
    await settle();
    expect(server.begun).toEqual(['served']);
  }
  const start = openServer('served').starts.run('served', snapshot, 'known');
  await expect(start).rejects.toThrow('the server ended without warning 5 times');
});

it('an update that ends the server is given up, although what it replaces starts well each time', async () => {
  for (const _ of [1, 2]) {
    await openServer().starts.run('updated', snapshot, 'known');
    void openServer('updated').starts.run('updated', snapshot);
    await settle();
  }
  const { starts } = openServer();
  expect((await starts.run('updated', snapshot, 'known')).name).toBe('updated');
  await expect(starts.run('updated', snapshot)).rejects.toThrow('the server ended without warning 2 times');
});

it('forgets a start that came to an end, and those of other servers are not its own', async () => {
  for (const _ of [1, 2, 3]) expect((await openServer().starts.run('fine', snapshot)).name).toBe('fine');
  void openServer('shared', 'b').starts.run('shared', snapshot);
  await settle();
  expect(await new StartCounts(store, 'a').find('endpoint/shared')).toBe(0);
  expect(await new StartCounts(store, 'b').find('endpoint/shared')).toBe(1);
});

it('gives up a start when asked to', async () => {
  const { starts } = openServer('slow');
  const start = starts.run('slow', snapshot);
  await settle();
  expect(starts.names()).toEqual(['slow']);
  starts.giveUp('slow');
  await expect(start).rejects.toThrow('Variant v did not start');
  expect(starts.names()).toEqual([]);
  expect(await new StartCounts(store, 'a').find('endpoint/slow')).toBe(0);
});
