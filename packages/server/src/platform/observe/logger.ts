import { pino } from 'pino';
import { readableLine } from './readable-line.ts';

/** Writes a line: fields and what happened, or what happened alone. */
export interface LogMethod {
  (fields: object, message?: string): void;
  (message: string): void;
}

/** The log: one JSON object a line on stderr, or readable lines on a terminal. */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
}

export interface LoggerOptions {
  readonly level: string;
  /** Readable lines instead of JSON. */
  readonly pretty: boolean;
}

export function createLogger(options: LoggerOptions): Logger {
  const destination = options.pretty ? { write: writeReadable } : openStderr();
  return pino({ level: options.level, base: null }, destination);
}

/** A log that cannot be written (a full disk, a closed pipe) is not a failure of the request that it describes. */
function openStderr(): ReturnType<typeof pino.destination> {
  const destination = pino.destination({ fd: 2, sync: true });
  destination.on('error', () => {});
  return destination;
}

function writeReadable(json: string): void {
  process.stderr.write(readableLine(json, process.stderr.hasColors?.() === true));
}
