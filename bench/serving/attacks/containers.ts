import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { hostileArchives } from '../../../packages/server/test/platform/artifact/hostile-archives.ts';
import { makeTar } from '../../../packages/server/test/platform/artifact/make-tar.ts';
import { inLanes } from '../../harness.ts';
import { createEndpoint, failureOf, invoke, put } from '../parts/endpoints.ts';
import { type Attack, refused, type Target } from './attack.ts';

/** Each archive to a command, which has it unpacked on disk, or to a native container, which has it in memory. */
const archives: Readonly<Record<string, () => readonly Buffer[]>> = {
  'hostile archives': () => hostileArchives('/nowhere').map(({ bytes }) => bytes),
  'an archive of 100,001 entries': () => [
    gzipSync(makeTar(Array.from({ length: 100_001 }, (_, at) => ({ name: `e${at}` })))),
  ],
  'a bomb of 600 MB': () => [gzipSync(Buffer.alloc(600e6))],
};

async function start({ client }: Target, name: string, image: string): Promise<void> {
  await createEndpoint(client, name, [{ Image: image, ModelDataUrl: `s3://attacked/${name}.tar.gz` }]);
  await failureOf(client, name);
  await client.operation('DeleteEndpoint', { EndpointName: name });
}

let made = 0;
const starts = Object.entries(archives).flatMap(([what, build]) =>
  Object.entries({ disk: 'x/busy:1', memory: 'sagemaker-xgboost:1.7-1' }).map(([where, image]) => ({
    name: `${what}, ${where}`,
    run: async (target: Target) => {
      const files = build();
      await inLanes(files.length, 4, async (at) => {
        const name = `archive-${made++}`;
        await put(target.client, `/attacked/${name}.tar.gz`, files[at] as Buffer);
        await start(target, name, image);
      });
    },
  })),
);

/** Signals the processes of the command that a server has started. */
function signalContainers(server: number, signal: NodeJS.Signals): void {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((id) => [Number(id), parentOf(id)]));
  const isBelow = (id: number): boolean => {
    const parent = parents.get(id) ?? 0;
    return parent === server || (parent > 1 && isBelow(parent));
  };
  for (const id of parents.keys()) {
    if (!isBelow(id) || !commandOf(id).includes('busy-container')) continue;
    try {
      process.kill(id, signal);
    } catch {
      // It has ended with the one before it.
    }
  }
}

const readProc = (path: string) => {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return '';
  }
};
const parentOf = (id: string) =>
  Number(
    readProc(`${id}/stat`)
      .replace(/^.*\) \S+ /s, '')
      .split(' ')[0],
  );
const commandOf = (id: number) => readProc(`${id}/cmdline`);

/** Requests to the command, so many a second, whatever becomes of them. */
async function load({ client }: Target, perSecond: number, seconds: number): Promise<void> {
  const calls: Promise<unknown>[] = [];
  for (const since = performance.now(); performance.now() - since < seconds * 1000; await sleep(20))
    while (calls.length < ((performance.now() - since) / 1000) * perSecond)
      calls.push(refused(invoke(client, 'command', '1')));
  await Promise.all(calls);
}

/** Against what runs beside the server, and through it. */
export const againstContainers: readonly Attack[] = [
  ...starts,
  { name: 'ten times the load that a command can answer, 10 s', run: (target) => load(target, 200, 10) },
  {
    name: 'SIGKILL of a command three times under load',
    run: async (target) => {
      const loaded = load(target, 10, 9);
      for (let times = 0; times < 3; times++) {
        await sleep(2500);
        signalContainers(target.pid, 'SIGKILL');
      }
      await loaded;
    },
  },
  {
    name: 'SIGSTOP of a command under load',
    run: async (target) => {
      const loaded = load(target, 10, 12);
      await sleep(1000);
      signalContainers(target.pid, 'SIGSTOP');
      await loaded;
    },
  },
];
