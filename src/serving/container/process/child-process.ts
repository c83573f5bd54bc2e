import { type ChildProcess as NodeChild, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { LogLines } from './log-lines.ts';
import { guardGroup, releaseGroup } from './orphan-guard.ts';

export interface ChildDefinition {
  readonly command: readonly string[];
  /** Working directory. */
  readonly directory: string;
  /** The whole environment; nothing is added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

/** SIGTERM, then this long until SIGKILL, milliseconds (spec: container contract, start). */
export const stopGraceMs = 30_000;

const keptLines = 20;

/** One process of a container, leader of its own process group, which does not outlive this process. */
export class ChildProcess {
  readonly #child: NodeChild;
  readonly #lastLines: string[] = [];
  readonly #logs: LogLines[] = [];
  #ending: string | undefined;
  /** How it ended, as in `the process ended with exit code 1`. Never rejects. */
  readonly exited: Promise<string>;

  constructor(definition: ChildDefinition) {
    const [program, ...args] = definition.command;
    this.#child = spawn(program ?? '', args, {
      cwd: definition.directory,
      env: definition.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    if (this.#child.pid !== undefined) guardGroup(this.#child.pid);
    this.#readLog(this.#child.stdout, definition.onLine);
    this.#readLog(this.#child.stderr, definition.onLine);
    this.exited = this.#watch(program ?? '', definition.directory);
  }

  /** Undefined if it could not be started at all. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** How it ended; undefined while it runs. */
  get ending(): string | undefined {
    return this.#ending;
  }

  /** The end of its output, oldest first. */
  get lastLines(): readonly string[] {
    return this.#lastLines;
  }

  /** SIGTERM to the whole group, SIGKILL to what is left after the grace. Resolves when the process is gone. */
  async stop(graceMs = stopGraceMs): Promise<void> {
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#signal('SIGKILL');
  }

  #readLog(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
    const lines = new LogLines((line) => {
      this.#lastLines.push(line);
      if (this.#lastLines.length > keptLines) this.#lastLines.shift();
      onLine(line);
    });
    this.#logs.push(lines);
    stream?.on('data', (chunk: Buffer) => lines.write(chunk));
  }

  async #watch(program: string, directory: string): Promise<string> {
    const flushed = new Promise((resolve) => this.#child.once('close', resolve));
    const ending = await new Promise<string>((resolve) => {
      this.#child.once('error', (error) => resolve(describeStartError(error, program, directory)));
      this.#child.once('exit', (code, signal) => resolve(describeExit(code, signal)));
    });
    // Those it started go with it: they would hold its port and its pipes.
    this.#signal('SIGKILL');
    if (this.pid !== undefined) releaseGroup(this.pid);
    await Promise.race([flushed, delay(200)]);
    for (const lines of this.#logs) lines.end();
    this.#ending = ending;
    return ending;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // The group is gone already.
    }
  }
}

function describeStartError(error: NodeJS.ErrnoException, program: string, directory: string): string {
  const why = error.code === 'ENOENT' ? `not found on PATH (or ${directory} does not exist)` : error.message;
  return `the process could not be started: ${program}: ${why}`;
}

function describeExit(code: number | null, signal: string | null): string {
  if (signal === 'SIGKILL') return 'the process was killed by SIGKILL (by hand, or because memory ran out)';
  return signal === null ? `the process ended with exit code ${code}` : `the process was killed by ${signal}`;
}
