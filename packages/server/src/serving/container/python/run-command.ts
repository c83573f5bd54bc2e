import { type ChildDefinition, ChildProcess } from '../process/child-process.ts';

export interface CommandDefinition extends ChildDefinition {
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
  if (!ending.endsWith('exit code 0')) throw new Error(`${ending}:\n${lastWords(child.lastLines)}`);
}

/** The end of the output, cut to what a FailureReason can hold; pip's lists of versions are long. */
function lastWords(lines: readonly string[]): string {
  const cut = (line: string) => (line.length > 160 ? `${line.slice(0, 160)}...` : line);
  return lines.slice(-5).map(cut).join('\n');
}
