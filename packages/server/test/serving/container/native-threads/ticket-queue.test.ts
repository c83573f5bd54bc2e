import { describe, expect, it } from 'vitest';
import type { ThreadModel } from '../../../../src/serving/container/in-process/thread-model.ts';
import type { NativeThread } from '../../../../src/serving/container/native-threads/native-thread.ts';
import { type ThreadTicket, TicketQueue } from '../../../../src/serving/container/native-threads/ticket-queue.ts';

const thread = {} as NativeThread;

/** A request to the chain that begins with this model. */
function ticketOf(id: number): ThreadTicket {
  const model = { id, definition: {}, bytes: 1 } as unknown as ThreadModel;
  const request = { body: new Uint8Array(1) };
  const job = { kind: 'invoke', models: [model], request, hasLedger: false } as const;
  return { job, models: [model], bytes: 1, order: 0, resolve: () => undefined, reject: () => undefined };
}

describe('TicketQueue', () => {
  it('takes turns between chains: the second one does not wait for all that the first one asks', () => {
    const queue = new TicketQueue({ maxRequests: 100, maxRequestBytes: 100 });
    const many = Array.from({ length: 10 }, () => ticketOf(1));
    const other = ticketOf(2);
    for (const ticket of [...many, other]) queue.add(ticket);
    const [first] = queue.inTurn();
    expect(first).toBe(many[0]);
    queue.begin(first as ThreadTicket, thread);
    // A chain of which nothing is being done comes before one of which something is.
    expect(queue.inTurn()[0]).toBe(other);
    queue.begin(other, thread);
    queue.end(first as ThreadTicket);
    expect(queue.inTurn()).toEqual(many.slice(1));
  });

  it('gives one chain half of the room, so that another one finds some', () => {
    const queue = new TicketQueue({ maxRequests: 4, maxRequestBytes: 100 });
    queue.add(ticketOf(1));
    queue.add(ticketOf(1));
    expect(() => queue.add(ticketOf(1))).toThrow('Too many requests');
    queue.add(ticketOf(2));
  });
});
