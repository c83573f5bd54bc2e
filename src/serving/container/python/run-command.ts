import { ChildProcess } from '../process/child-process.ts';

export interface CommandDefinition {
  readonly command: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Runs a command to its end; rejects with its last lines unless it ends with exit code 0. */
export async function runCommand(definition: CommandDefinition): Promise<void> {
  const child = new ChildProcess(definition);
  const kill = () => child.kill();
  definition.signal.addEventListener('abort', kill, { once: true });
  const ending = await child.exited;
  definition.signal.removeEventListener('abort', kill);
  if (definition.signal.aborted) throw new Error('the start was given up');
  if (!ending.endsWith('exit code 0')) throw new Error(`${ending}:\n${child.lastLines.slice(-8).join('\n')}`);
}
