import type { Logger } from '../platform/observe/logger.ts';

/** What the guard uses of a running server. */
export interface GuardedServer {
  readonly log: Logger;
  /** See `HttpServer.failCurrent`. */
  failCurrent(error: unknown): boolean;
}

/** Errors that no request began, within a minute: more of them mean that something fails again and again. */
const maxPerMinute = 100;

/**
 * Decides about an uncaught error. If a request began it, that request gets status 500, and the server continues: an
 * operation's changes are in a transaction or in a file that is not published yet. The server also continues after a
 * single error of its own work. It is not safe to continue when Node's own state is broken, or when errors come again
 * and again: then `giveUp` is called, once, to finish what is under way and end the process; another server, or the
 * next run, takes its work up.
 */
export class UncaughtErrors {
  readonly #server: GuardedServer;
  readonly #giveUp: () => void;
  readonly #now: () => number;
  #minute = 0;
  #count = 0;
  #hasGivenUp = false;

  constructor(server: GuardedServer, giveUp: () => void, now: () => number) {
    this.#server = server;
    this.#giveUp = giveUp;
    this.#now = now;
  }

  take(error: unknown): void {
    const code = (error as { code?: unknown } | null | undefined)?.code;
    // The reader of the output has gone, so the error cannot be reported.
    if (code === 'EPIPE') return;
    if (this.#server.failCurrent(error)) return;
    this.#server.log.error({ err: error }, 'an error that nothing caught');
    if (code === 'ERR_INTERNAL_ASSERTION') this.#end('the state of Node itself is broken');
    else if (this.#countThisMinute() > maxPerMinute) this.#end(`more than ${maxPerMinute} such errors in a minute`);
  }

  #countThisMinute(): number {
    const minute = Math.floor(this.#now() / 60_000);
    if (minute !== this.#minute) this.#count = 0;
    this.#minute = minute;
    return ++this.#count;
  }

  #end(reason: string): void {
    if (this.#hasGivenUp) return;
    this.#hasGivenUp = true;
    this.#server.log.error({ reason }, 'the server finishes its requests and ends');
    this.#giveUp();
  }
}
