import { LogLines } from '../process/log-lines.ts';
import type { Engine } from './engine.ts';

const headBytes = 8;

/**
 * Reads what a container writes, line by line, to its end. The engine puts a head of eight bytes before each piece: which
 * stream it is of, and, from the fifth on, how long it is.
 */
export async function readLog(engine: Engine, id: string, onLine: (line: string) => void): Promise<void> {
  const lines = new LogLines(onLine);
  let held: Buffer = Buffer.alloc(0);
  try {
    const path = `/containers/${id}/logs?follow=1&stdout=1&stderr=1`;
    for await (const chunk of await engine.stream(path)) {
      held = Buffer.concat([held, chunk]);
      while (held.length >= headBytes) {
        const end = headBytes + held.readUInt32BE(4);
        if (held.length < end) break;
        lines.write(held.subarray(headBytes, end));
        held = held.subarray(end);
      }
    }
  } catch {
    // The engine is gone, which is found out elsewhere.
  }
  lines.end();
}
