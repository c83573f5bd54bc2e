import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Row } from '../../harness.ts';
import { startChild } from '../parts/child-server.ts';
import { type Answer, type Asked, ask, offer, percentile } from './offer.ts';
import { offerInThread } from './offer-thread.ts';

export interface NeighbourOptions {
  /** The endpoint that is asked more than it can answer, by so many requests a second. */
  readonly overloaded: Asked;
  readonly perSecond: number;
  readonly patienceMs: number;
  /** The one that is asked as ever. */
  readonly neighbour: Asked;
  readonly rounds: number;
  readonly forSeconds: number;
}

/** Requests a second to the neighbour. */
const neighbourRate = 30;
/** Connections that are left end, and queues too. */
const pauseMs = 2_000;

/**
 * A neighbour's times while nothing else is asked, while the same callers ask a stand-in in a process of its own, and while they
 * ask the overloaded endpoint; by turns. The callers take cores themselves: only what the third has beyond the second is the server's.
 */
export async function compareNeighbour(options: NeighbourOptions): Promise<Row[]> {
  const { overloaded, perSecond, patienceMs, forSeconds } = options;
  const standIn = await startChild(join(import.meta.dirname, 'refusing-server.ts'), []);
  const load = (asked: Asked) => offer(perSecond, forSeconds, () => ask(asked, patienceMs));
  const loads = {
    'nothing else': () => delay(forSeconds * 1000),
    'a stand-in': () => load({ ...overloaded, url: standIn.url }),
    [`the ${overloaded.endpoint} container`]: () => load(overloaded),
  };
  try {
    return await byTurns(loads, options);
  } finally {
    await standIn.stop();
  }
}

async function byTurns(loads: Readonly<Record<string, () => Promise<unknown>>>, options: NeighbourOptions) {
  const { neighbour, rounds, forSeconds } = options;
  const times = new Map<string, Answer[][]>(Object.keys(loads).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, load] of Object.entries(loads)) {
      const [, answers] = await Promise.all([
        load(),
        offerInThread({ ...neighbour, perSecond: neighbourRate, forSeconds }),
      ]);
      times.get(name)?.push(answers);
      await delay(pauseMs);
    }
  }
  return [...times].map(([name, each]) => ({
    name,
    'p50 ms': percentile(each.flat(), 0.5),
    'p95 ms': percentile(each.flat(), 0.95),
    'p99 ms': percentile(each.flat(), 0.99),
    'p99 ms of each round': each.map((answers) => percentile(answers, 0.99)).join(' '),
    'without an answer': each.flat().filter(({ status }) => status !== 200).length,
  }));
}
