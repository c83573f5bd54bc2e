import { type ChildProcess as NodeChild, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { giveWayWithSession } from '../../../platform/system/give-way.ts';
import { containerBaseEnvironment } from './base-environment.ts';
import type { Box, BoxView } from './box.ts';
import { processGroupBox } from './boxes/process-group.ts';
import { findProgram } from './find-program.ts';
import { FirstMembers } from './first-members.ts';
import { gateCommand, gateSetup } from './gate.ts';
import { guardFile } from './guarded-command.ts';
import { LogLines } from './log-lines.ts';
import type { RunningChild } from './running-child.ts';
import { TracebackLines } from './traceback-lines.ts';

export interface ChildDefinition {
  readonly command: readonly string[];
  /** Working directory. */
  readonly directory: string;
  /** The environment of the process; the programs that start it do not see it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  /** Gets the lines of its standard error. Default: `onLine`. */
  readonly onErrorLine?: (line: string) => void;
  /** What it runs in. Default: its own process group, and nothing more. */
  readonly box?: Box | undefined;
  readonly view?: Omit<BoxView, 'directory'>;
  /** Shell commands that come first, such as `ulimit`. */
  readonly setup?: readonly string[];
}

/**
 * SIGTERM, then this long until SIGKILL, milliseconds (developer guide, "Use Your Own Inference Code with Hosting
 * Services").
 */
export const stopGraceMs = 30_000;

const keptLines = 20;
/** A box that is ended by its keeper has this long until its process group is killed, milliseconds. */
const keeperMs = 5_000;

/** What a busy container does must not delay the answers of others; with three steps it has half the weight of the event loop. */
const priorityStepsBelow = 3;

const openView = { readable: [], writable: [], isOffline: false };

/** One process of a container in its box, which does not outlive this process. */
export class ChildProcess implements RunningChild {
  readonly #box: Box;
  readonly #child: NodeChild;
  readonly #members: FirstMembers;
  readonly #lastLines: string[] = [];
  readonly #logs: { end(): void }[] = [];
  #ending: string | undefined;
  /** Resolves as soon as it has ended, with how: `the process ended with exit code 1`. Never rejects. */
  readonly gone: Promise<string>;
  /** The same, once all its output has been read, and all processes that it started are being ended too. */
  readonly exited: Promise<string>;

  constructor(definition: ChildDefinition) {
    const { command, directory, environment, box = processGroupBox, view = openView, setup = [] } = definition;
    this.#box = box;
    const isThere = findCommand(command[0] ?? '', definition) !== undefined;
    const wrapped = isThere ? box.wrap(gateCommand(command, box.gate), { ...view, directory }) : [nowhere];
    const [program = '', ...args] = wrapped;
    this.#child = spawn(program, args, {
      cwd: directory,
      // A container's variables could make what starts its box load code of the container's.
      env: { PATH: containerBaseEnvironment().PATH ?? '/usr/bin:/bin' },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    this.#members = new FirstMembers(this.#child.pid);
    // Before its gate opens: what it starts inherits its priority.
    if (this.#child.pid !== undefined) void giveWayWithSession(priorityStepsBelow, this.#child.pid);
    // It does not keep this process alive; nor does the pipe at standard input, which nothing is read from.
    (this.#child.stdio[guardFile] as Socket | undefined)?.unref();
    this.#send(gateSetup(setup, environment));
    this.#readLog(this.#child.stdout, definition.onLine);
    this.#readLog(this.#child.stderr, definition.onErrorLine ?? definition.onLine);
    this.gone = this.#end(isThere ? program : (command[0] ?? ''), directory);
    this.exited = this.#watch();
  }

  /** Id of its box and of its process group. Undefined if it could not be started. */
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

  onServing(): void {
    this.#members.note();
  }

  isEnding(): Promise<boolean> {
    return this.#members.isOneEnding();
  }

  /** SIGTERM to all of it, SIGKILL to what is left after the grace. Resolves when the process is gone. */
  async stop(graceMs = stopGraceMs): Promise<void> {
    this.#send('stop\n');
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.stdin?.destroy();
    if (this.#box.endsWithGroup) this.#killGroup();
    else setTimeout(() => this.#killGroup(), keeperMs).unref();
  }

  #letGo(): void {
    this.#child.stdin?.destroy();
    (this.#child.stdio[guardFile] as Socket | undefined)?.destroy();
  }

  #send(text: string): void {
    this.#child.stdin?.write(text);
  }

  #readLog(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
    const tracebacks = new TracebackLines(onLine);
    const lines = new LogLines((line) => {
      this.#lastLines.push(line);
      if (this.#lastLines.length > keptLines) this.#lastLines.shift();
      tracebacks.write(line);
    });
    this.#logs.push(lines, tracebacks);
    stream?.on('data', (chunk: Buffer) => lines.write(chunk));
  }

  #end(program: string, directory: string): Promise<string> {
    return new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(describeStartError(error, program, directory)));
      this.#child.once('exit', (code, signal) => resolve(describeExit(code, signal, this.#box)));
    });
  }

  async #watch(): Promise<string> {
    // Nothing reads it any more: the process is ending, which is reported below.
    this.#child.stdin?.on('error', () => undefined);
    const flushed = new Promise((resolve) => this.#child.once('close', resolve));
    const ending = await this.gone;
    // Those it started go with it: they would hold its port and its pipes.
    this.#killGroup();
    this.#letGo();
    await Promise.race([flushed, delay(200)]);
    for (const lines of this.#logs) lines.end();
    this.#ending = ending;
    return ending;
  }

  #killGroup(): void {
    if (this.pid === undefined || this.#ending !== undefined) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  }
}

/** A command that cannot exist: starting it fails with that reason. */
const nowhere = '/nonexistent/nowhere';

/** As the gate will find it, by the process's own PATH. */
function findCommand(name: string, { directory, environment }: ChildDefinition): string | undefined {
  return findProgram(name.includes('/') ? resolve(directory, name) : name, environment.PATH);
}

function describeStartError(error: NodeJS.ErrnoException, program: string, directory: string): string {
  const isMissing = error.code === 'ENOENT';
  const why = isMissing ? `not found on PATH (or ${directory} does not exist)` : error.message;
  return `the process could not be started: ${program}: ${why}`;
}

function describeExit(code: number | null, signal: string | null, box: Box): string {
  const name = signal ?? (box.name === 'process-group' ? undefined : signalOf(code));
  if (name === 'SIGKILL') return 'the process was killed by SIGKILL (by hand, or because memory ran out)';
  return name === undefined ? `the process ended with exit code ${code}` : `the process was killed by ${name}`;
}

/** The program that runs a box reports a signal that ended the process as shells do, as 128 plus its number. */
function signalOf(code: number | null): string | undefined {
  const found = Object.entries(constants.signals).find(([, number]) => number + 128 === code);
  return found?.[0];
}
