import { readSync, writeSync } from 'node:fs';
import type { ReadBytes, WriteBytes } from './messages.ts';

/**
 * Standard input and output of a process that does one thing after the other: it waits in the calls themselves, which spares it a turn of
 * the event loop and a copy for every 64 KiB.
 */
export const standardStreams: { readonly read: ReadBytes; readonly write: WriteBytes } = {
  read: (target) => untilReady(() => readSync(0, target)),
  write: (bytes) => untilReady(() => writeSync(1, bytes)),
};

/** The other side may have made the pipe one that says that it is not ready. */
function untilReady(call: () => number): number {
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!isNotReady(error)) throw error;
      Atomics.wait(never, 0, 0, WAIT_MS);
    }
  }
}

const WAIT_MS = 1;
const never = new Int32Array(new SharedArrayBuffer(4));

/** Whether the other side has gone, and wants no more answers. */
export const isClosed = (error: unknown) => hasCode(error, 'EPIPE');

const isNotReady = (error: unknown) => hasCode(error, 'EAGAIN');

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code;
