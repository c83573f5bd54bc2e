import { type ChildDefinition, ChildProcess } from '../process/child-process.ts';

export interface CommandDefinition extends ChildDefinition {
  readonly signal: AbortSignal;
}

/** What a command that failed is explained from: its last lines, or the whole of what a package's build said. */
const keptLines = 500;

/** A command did not end with exit code 0. */
export class CommandFailure extends Error {
  /** The end of what it wrote. */
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.lines = lines;
  }
}

/** Runs a command to its end; rejects with `CommandFailure` unless it ends with exit code 0. */
export async function runCommand(definition: CommandDefinition): Promise<void> {
  const lines: string[] = [];
  const onLine = (line: string) => {
    if (lines.push(line) > keptLines) lines.shift();
    definition.onLine(line);
  };
  const child = new ChildProcess({ ...definition, onLine });
  const kill = () => child.kill();
  definition.signal.addEventListener('abort', kill, { once: true });
  const ending = await child.exited;
  definition.signal.removeEventListener('abort', kill);
  if (definition.signal.aborted) throw new Error('the start was given up');
  if (!ending.endsWith('exit code 0')) throw new CommandFailure(ending, lines);
}
