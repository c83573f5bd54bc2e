import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '../../../packages/server/src/entry/cli/api-client.ts';
import { type Part, uploadDiamonds } from '../../../packages/server/test/support/diamonds.ts';
import { type LoadResult, load, median, printTable, type Row } from '../../harness.ts';
import { type CatenaryServer, startCatenary } from './child-server.ts';
import { row } from './diamonds-bodies.ts';
import { deploy } from './endpoints.ts';
import { type ProcessCpu, processCpu } from './process-cpu.ts';

export interface ComparedChains {
  readonly title: string;
  /** Archives of the example that they need. */
  readonly parts: readonly Part[];
  /** Names with containers, once what they need is stored. The first one is what the others are compared with. */
  readonly chainsOf: (client: ApiClient) => Promise<Readonly<Record<string, readonly object[]>>>;
  readonly env?: NodeJS.ProcessEnv;
  /** One table for each. */
  readonly connections: readonly number[];
  readonly turns: number;
  /** Of each turn. */
  readonly seconds: number;
}

interface Turn extends Omit<LoadResult, 'requests'> {
  /** Microseconds of CPU a request. */
  readonly server: number;
  readonly containers: number;
}

/** An endpoint of one of the servers. */
interface Subject {
  readonly name: string;
  readonly server: CatenaryServer;
  readonly url: string;
}

const warmUpSeconds = 4;

/**
 * Asks endpoints of these chains in short turns, one after the other, so that a machine's moods meet all of them; prints medians.
 * With a checkout in BASELINE, the same chains of a server of that one take their turns, too.
 */
export async function compareChains(compared: ComparedChains): Promise<void> {
  const { BASELINE: baseline } = process.env;
  const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
  const subjects = await openServer(join(data, 'now'), compared, undefined);
  if (baseline !== undefined) subjects.push(...(await openServer(join(data, 'before'), compared, baseline)));
  for (const subject of subjects) await ask(subject, 16, warmUpSeconds);
  for (const connections of compared.connections) {
    const turns = await takeTurns(subjects, connections, compared);
    const rows = subjects.map(({ name }, at) => describe(name, turns[at] ?? [], turns[0] ?? []));
    printTable(`${compared.title}, ${connections} connections; medians of turns`, rows);
  }
  for (const server of new Set(subjects.map((subject) => subject.server))) await server.stop();
  rmSync(data, { recursive: true, force: true });
}

async function openServer(data: string, compared: ComparedChains, checkout: string | undefined): Promise<Subject[]> {
  const { env, parts, chainsOf } = compared;
  const from = checkout === undefined ? {} : { checkout };
  const server = await startCatenary(data, { args: ['--allow-unsigned'], env, cores: '0,1', ...from });
  await uploadDiamonds(server.client, parts);
  const chains = Object.entries(await chainsOf(server.client));
  for (const [at, [, containers]] of chains.entries()) await deploy(server.client, `chain-${at}`, containers);
  return chains.map(([name], at) => ({
    name: checkout === undefined ? name : `${name}, before`,
    server,
    url: `${server.url}/endpoints/chain-${at}/invocations`,
  }));
}

const ask = ({ url }: Subject, connections: number, seconds: number) =>
  load({ url, body: row, headers: { 'content-type': 'text/csv' }, connections, seconds });

async function takeTurns(
  subjects: readonly Subject[],
  connections: number,
  { turns, seconds }: ComparedChains,
): Promise<Turn[][]> {
  const measured: Turn[][] = subjects.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, subject] of subjects.entries()) {
      const before = processCpu(subject.server.pid);
      const { requests, ...result } = await ask(subject, connections, seconds);
      const after = processCpu(subject.server.pid);
      const microsOf = (part: keyof ProcessCpu) => ((after[part] - before[part]) * 1e6) / requests;
      measured[at]?.push({ ...result, server: microsOf('own'), containers: microsOf('children') });
    }
  }
  return measured;
}

function describe(name: string, turns: readonly Turn[], first: readonly Turn[]): Row {
  const of = (value: (turn: Turn, at: number) => number) => median(turns.map(value));
  const all = ({ server, containers }: Turn) => server + containers;
  const beside = (at: number) => first[at] as Turn;
  return {
    name,
    'req/s': Math.round(of(({ requestsPerSecond }) => requestsPerSecond)),
    'of the first': of((turn, at) => turn.requestsPerSecond / beside(at).requestsPerSecond).toFixed(2),
    'CPU µs/req': of(all).toFixed(1),
    'of the server': of(({ server }) => server).toFixed(1),
    'of containers': of(({ containers }) => containers).toFixed(1),
    'over the first': of((turn, at) => all(turn) - all(beside(at))).toFixed(1),
    'least over': Math.min(...turns.map((turn, at) => all(turn) - all(beside(at)))).toFixed(1),
    'p99 µs': Math.round(of(({ p99Micros }) => p99Micros)),
    errors: turns.reduce((sum, { errors }) => sum + errors, 0),
  };
}
