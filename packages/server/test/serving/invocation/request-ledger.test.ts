import { expect, it } from 'vitest';
import { readLedger, writeLedger } from '../../../src/contract/ledger-header.ts';
import type { ContainerRequest } from '../../../src/serving/container/payload.ts';
import type { Stage } from '../../../src/serving/container/stage.ts';
import { Chain } from '../../../src/serving/invocation/chain.ts';
import { chainCall, Invocation } from '../../../src/serving/invocation/invocation.ts';
import { RequestLedger } from '../../../src/serving/invocation/request-ledger.ts';

const request: ContainerRequest = { body: Buffer.from('') };

function stage(hostname: string): Stage {
  return {
    hostname,
    image: `${hostname}:1`,
    invoke: () => ({ status: 200, body: Buffer.from('') }),
    ping: () => Promise.resolve(true),
    executionParameters: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}

/** An invocation whose two containers took so long. */
function invocationOf(spentMs: readonly number[]): Invocation {
  const target = { realm: { region: 'us-east-1', account: '123456789012' }, endpointName: 'e' };
  const invocation = new Invocation({ id: 'i', target, request }, {});
  invocation.call = chainCall(new Chain([stage('a'), stage('b')]), request, invocation);
  invocation.call.spentMs = Float64Array.from(spentMs);
  return invocation;
}

it('takes waiting and conversion out of the containers that they are in, and gives what is left to itself', () => {
  let now = 100;
  const ledger = new RequestLedger(() => now);
  const pass = (ms: number, part: Parameters<RequestLedger['enter']>[0]) => {
    now += ms;
    ledger.enter(part);
  };
  pass(1, 'authenticate'); // 1 of its own
  pass(2, 'read');
  pass(3, 'authenticate');
  pass(4, 'serve'); // 2 + 4 of authentication
  ledger.follow(invocationOf([8, 6]));
  ledger.containers.begin(0);
  ledger.containers.addQueue(5);
  ledger.containers.addConversion(0, 1);
  ledger.containers.begin(1);
  ledger.containers.addConversion(1, 2);
  ledger.containers.addOutside(3);
  pass(20, 'write'); // 8 + 6 in containers, 3 outside of them: 3 of its own
  now += 7;
  expect(ledger.rows()).toEqual([
    { name: 'whole', ms: 37 },
    { name: 'read', ms: 3 },
    { name: 'authenticate', ms: 6 },
    { name: 'queue', ms: 8 },
    { name: 'container-1', detail: 'a', ms: 2 },
    { name: 'container-2', detail: 'b', ms: 4 },
    { name: 'conversion', ms: 3 },
    { name: 'write', ms: 7 },
    { name: 'own', ms: 4 },
  ]);
});

it('has no rows for a request that asked no containers', () => {
  expect(new RequestLedger().rows()).toBeUndefined();
});

it('is a header in the form of Server-Timing, and read from it', () => {
  const rows = [
    { name: 'read', ms: 0.0312 },
    { name: 'container-1', detail: 'a', ms: 2 },
  ];
  expect(writeLedger(rows)).toBe('read;dur=0.031, container-1;desc="a";dur=2.000');
  expect(readLedger(writeLedger(rows))).toEqual([
    { name: 'read', detail: undefined, ms: 0.031 },
    { name: 'container-1', detail: 'a', ms: 2 },
  ]);
  expect(readLedger('')).toEqual([]);
});
