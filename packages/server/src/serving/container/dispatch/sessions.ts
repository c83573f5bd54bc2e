import { ServiceError } from '../../../contract/service-error.ts';
import type { ContainerAnswer } from '../payload.ts';
import type { Lane } from './lane.ts';
import type { Worker } from './worker.ts';

/** What a client sends to begin one. */
export const newSession = 'NEW_SESSION';

/** Most sessions that are remembered; the oldest are forgotten first. */
export const maxSessions = 10_000;
/** Most requests that a worker has at once when another of a session comes. */
export const maxGiven = 256;

interface Session<W extends Worker> {
  readonly lane: Lane<W>;
  /** The process that has it: another one in its place does not know it. */
  readonly pid: number | undefined;
  /** Milliseconds since 1970; Infinity if the container did not say. */
  readonly expiresAt: number;
  isClosed: boolean;
}

/**
 * Stateful sessions: which process of a container began each. A container gives an id in its answer to `NEW_SESSION`, with its expiry behind
 * it (`<id>; Expires=<time>`), and closes it by its answer to a later request. An id that none gave is the containers' own matter.
 * Source: the SageMaker Runtime API reference, InvokeEndpoint, SessionId, NewSessionId and ClosedSessionId.
 */
export class Sessions<W extends Worker = Worker> {
  readonly #sessions = new Map<string, Session<W>>();
  readonly #now: () => number;

  /** `now`: milliseconds since 1970. */
  constructor(now = () => performance.timeOrigin + performance.now()) {
    this.#now = now;
  }

  /** The worker that a request has to go to; undefined if any will do. Throws ValidationError if it cannot go there any more. */
  laneOf(id: string | undefined): Lane<W> | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (id === undefined || session === undefined) return undefined;
    const { lane, pid, expiresAt, isClosed } = session;
    if (isClosed) throw ended(id, 'it has been closed');
    if (this.#now() >= expiresAt) throw ended(id, `it expired at ${new Date(expiresAt).toISOString()}`);
    if (lane.worker.pid !== pid || !lane.worker.isReady) throw sessionGone(id);
    if (lane.given.length >= maxGiven)
      throw new ServiceError(
        'ServiceUnavailable',
        `The replica of session ${id} has ${maxGiven} requests already. Please retry the request.`,
      );
    return lane;
  }

  /** What an answer says about sessions; `pid`: the process that gave it. */
  note(
    request: string | undefined,
    answer: ContainerAnswer,
    given: { readonly lane: Lane<W>; readonly pid: number | undefined },
  ): void {
    if (answer.sessionId !== undefined) this.#open(answer.sessionId, given);
    const closed = answer.closedSessionId === undefined ? undefined : this.#sessions.get(answer.closedSessionId);
    // A container closes the session of the request that it answers, and no other one's.
    if (closed !== undefined && answer.closedSessionId === request) closed.isClosed = true;
  }

  #open(text: string, { lane, pid }: { readonly lane: Lane<W>; readonly pid: number | undefined }): void {
    const { id, expiresAt } = readSessionId(text);
    // A session is not taken over by another process.
    const known = this.#sessions.get(id);
    if (
      id === '' ||
      id === newSession ||
      (known !== undefined && known.pid !== pid && known.lane.worker.pid === known.pid)
    )
      return;
    this.#sessions.delete(id);
    this.#sessions.set(id, { lane, pid, expiresAt, isClosed: false });
    if (this.#sessions.size <= maxSessions) return;
    for (const oldest of this.#sessions.keys()) {
      this.#sessions.delete(oldest);
      return;
    }
  }
}

/** `<id>; Expires=yyyy-mm-ddThh:mm:ssZ`. */
export function readSessionId(text: string): { readonly id: string; readonly expiresAt: number } {
  const [id = '', ...parameters] = text.split(';').map((part) => part.trim());
  const expires = parameters.find((part) => part.toLowerCase().startsWith('expires='))?.slice('expires='.length) ?? '';
  const time = Date.parse(expires);
  return { id, expiresAt: Number.isNaN(time) ? Infinity : time };
}

/** The refusal of a request whose session went with its process. */
export function sessionGone(id: string): ServiceError {
  return ended(id, 'the replica that had it is gone');
}

function ended(id: string, why: string): ServiceError {
  return new ServiceError(
    'ValidationError',
    `Session ${id} cannot be continued: ${why}. Begin a new one with the session ID ${newSession}.`,
  );
}
