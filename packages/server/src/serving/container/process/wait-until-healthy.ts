import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { pingContainer } from '../http-stage.ts';
import type { RunningChild } from './running-child.ts';

export interface StartupOptions {
  /** Time for the first healthy ping, milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** FailureReason has 1,024 characters in all; the chain's other containers need some of them, too. */
const maxLogLength = 600;

/** Pings until the answer is 200. Rejects with a reason that ends with what the process last said. */
export async function waitUntilHealthy(
  child: RunningChild,
  dispatcher: Dispatcher,
  options: StartupOptions,
): Promise<void> {
  const until = performance.now() + options.timeoutMs;
  for (let wait = 20; ; wait = Math.min(500, wait * 1.2)) {
    if (child.ending !== undefined) throw startFailure(child, `${child.ending} before it answered /ping`);
    if (await pingContainer(dispatcher, options.signal)) return;
    if (options.signal.aborted) throw startFailure(child, 'the start was given up');
    if (performance.now() > until) {
      throw startFailure(child, `/ping did not answer 200 within ${options.timeoutMs / 1000} seconds`);
    }
    await Promise.race([child.exited, delay(wait)]);
  }
}

/** The error of a failed start: what happened, then the last lines of the log, newest kept. */
export function startFailure(child: RunningChild, what: string): Error {
  const log = child.lastLines.join('\n').trim();
  const end = log.length > maxLogLength ? `...${log.slice(-maxLogLength)}` : log;
  return new Error(`${sentence(what)}.${end === '' ? ' It wrote no log.' : ` Last lines of its log:\n${end}`}`);
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
