import { type LoadResult, load, median, type Row } from '../../harness.ts';
import type { CatenaryServer } from './child-server.ts';
import { row } from './diamonds-bodies.ts';
import { deploy } from './endpoints.ts';
import { type ProcessCpu, processCpu } from './process-cpu.ts';

export interface ComparedChains {
  /** Names with containers. The first one is what the others are compared with. */
  readonly chains: Readonly<Record<string, readonly object[]>>;
  readonly turns: number;
  readonly connections: number;
  /** Of each turn. */
  readonly seconds: number;
}

interface Turn extends Omit<LoadResult, 'requests'> {
  /** Microseconds of CPU a request. */
  readonly server: number;
  readonly containers: number;
}

const warmUpSeconds = 4;

/** Asks endpoints of these chains in short turns, one after the other, so that a machine's moods meet all of them. Gives the medians. */
export async function compareChains(server: CatenaryServer, compared: ComparedChains): Promise<Row[]> {
  const { turns, seconds, connections } = compared;
  const names = Object.keys(compared.chains);
  const ask = (at: number, duration: number) => {
    const url = `${server.url}/endpoints/chain-${at}/invocations`;
    return load({ url, body: row, headers: { 'content-type': 'text/csv' }, connections, seconds: duration });
  };
  for (const [at, containers] of Object.values(compared.chains).entries())
    await deploy(server.client, `chain-${at}`, containers);
  for (const at of names.keys()) await ask(at, warmUpSeconds);
  const measured: Turn[][] = names.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, those] of measured.entries()) {
      const before = processCpu(server.pid);
      const { requests, ...result } = await ask(at, seconds);
      const after = processCpu(server.pid);
      const microsOf = (part: keyof ProcessCpu) => ((after[part] - before[part]) * 1e6) / requests;
      those.push({ ...result, server: microsOf('own'), containers: microsOf('children') });
    }
  }
  return names.map((name, at) => describe(name, measured[at] ?? [], measured[0] ?? []));
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
