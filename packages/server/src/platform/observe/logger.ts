import { pino } from 'pino';

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

/** `12:03:55 warn  endpoint failed  endpoint=diamonds reason="..."`. Control characters stay escaped, as in the JSON. */
function writeReadable(line: string): void {
  const { level, time, msg, ...rest } = JSON.parse(line) as {
    level: number;
    time: number;
    msg?: string;
    [key: string]: unknown;
  };
  const details = Object.entries(rest).map(
    ([key, value]) =>
      `${key}=${typeof value === 'string' && /^[\w./:-]+$/.test(value) ? value : JSON.stringify(value)}`,
  );
  const clock = new Date(time).toISOString().slice(11, 19);
  process.stderr.write(
    `${clock} ${(pino.levels.labels[level] ?? '').padEnd(5)} ${JSON.stringify(msg ?? '').slice(1, -1)}  ${details.join(' ')}\n`,
  );
}
