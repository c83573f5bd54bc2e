import { ServiceError } from '../../../contract/service-error.ts';
import type { ThreadModel } from '../in-process/thread-model.ts';
import type { NativeThread } from './native-thread.ts';
import type { ThreadJob } from './thread-job.ts';

/** A task that waits for a thread, or is being done by one. */
export interface ThreadTicket {
  readonly job: ThreadJob;
  /** The models that it needs; for a request those of its chain. */
  readonly models: readonly ThreadModel[];
  readonly signal?: AbortSignal | undefined;
  /** When it came: a smaller number is an older one. */
  readonly order: number;
  /** Size of a request's body, bytes. */
  readonly bytes: number;
  resolve(result: unknown): void;
  reject(error: unknown): void;
  /** The thread that works on it. */
  thread?: NativeThread;
  /** Ends it when its time is up. */
  timer?: NodeJS.Timeout;
  /** Its caller has an answer, or has left. */
  isOver?: boolean;
  /** It was stopped as it needed more memory than there was beside others: it is begun again when none of them needs much. */
  needsRoom?: boolean;
}

interface QueueLimits {
  readonly maxRequests: number;
  readonly maxRequestBytes: number;
}

/** What is under way and waiting for one chain, or for all. */
class Load {
  requests = 0;
  bytes = 0;
  running = 0;
}

/**
 * Tasks in the order in which they are to be begun: chains take turns, so that none waits for all requests of another.
 */
export class TicketQueue {
  readonly #limits: QueueLimits;
  readonly #waiting = new Set<ThreadTicket>();
  readonly #all = new Load();
  readonly #chains = new Map<number, Load>();

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** Throws ServiceUnavailable if there is no room for another request. */
  add(ticket: ThreadTicket): void {
    const chain = this.#chainOf(ticket);
    if (ticket.job.kind === 'invoke' && (this.#isFull(this.#all, ticket, 1) || this.#isFull(chain, ticket, 2)))
      throw new ServiceError(
        'ServiceUnavailable',
        'Too many requests that take long are under way at this endpoint. Please retry the request.',
      );
    this.#count(ticket, 1);
    this.#waiting.add(ticket);
  }

  #isFull({ requests, bytes }: Load, ticket: ThreadTicket, share: number): boolean {
    const { maxRequests, maxRequestBytes } = this.#limits;
    return requests > 0 && (requests >= maxRequests / share || bytes + ticket.bytes > maxRequestBytes / share);
  }

  /** The waiting tasks: first those of the chains with the fewest tasks under way. The queue may change meanwhile. */
  inTurn(): ThreadTicket[] {
    if (this.#waiting.size < 2) return [...this.#waiting];
    return [...this.#waiting].sort((a, b) => this.#chainOf(a).running - this.#chainOf(b).running);
  }

  begin(ticket: ThreadTicket, thread: NativeThread): void {
    this.#waiting.delete(ticket);
    ticket.thread = thread;
    this.#chainOf(ticket).running++;
  }

  /** It waits again, in its old place. */
  putBack(ticket: ThreadTicket): void {
    this.#chainOf(ticket).running--;
    const others = [...this.#waiting];
    this.#waiting.clear();
    this.#waiting.add(ticket);
    for (const other of others) this.#waiting.add(other);
  }

  end(ticket: ThreadTicket): void {
    this.#chainOf(ticket).running--;
    this.#count(ticket, -1);
  }

  /** True if it waited: then it is not begun any more. */
  remove(ticket: ThreadTicket): boolean {
    if (!this.#waiting.delete(ticket)) return false;
    this.#count(ticket, -1);
    return true;
  }

  rejectAll(error: Error): void {
    for (const ticket of this.#waiting) {
      this.remove(ticket);
      clearTimeout(ticket.timer);
      ticket.reject(error);
    }
  }

  #count(ticket: ThreadTicket, by: 1 | -1): void {
    const key = keyOf(ticket);
    const chain = this.#chainOf(ticket);
    for (const load of [this.#all, chain]) {
      load.requests += by;
      load.bytes += by * ticket.bytes;
    }
    if (chain.requests === 0) this.#chains.delete(key);
    else this.#chains.set(key, chain);
  }

  #chainOf(ticket: ThreadTicket): Load {
    return this.#chains.get(keyOf(ticket)) ?? new Load();
  }
}

/** A chain is identified by its first model, or its share of it; tasks without one are a chain of their own. */
const keyOf = ({ models: [first] }: ThreadTicket) => first?.user ?? first?.id ?? -1;
