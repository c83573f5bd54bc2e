import type { ServerResponse } from 'node:http';
import { writeAnswer } from './write-answer.ts';

/** For requests that belong to no API: one line of text. */
export function sendPlainError(response: ServerResponse, status: number, message: string): void {
  const body = Buffer.from(`${message}\n`);
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    Connection: 'close',
  };
  writeAnswer(response, { status, headers, body });
}
