import type { Command } from 'commander';

/** A command of the CLI: its flags, and the module that runs it, loaded only when it is asked for. */
export interface CliCommand {
  readonly name: string;
  readonly about: string;
  readonly describe: (command: Command) => Command;
  readonly load: () => Promise<(options: never, ...operands: never[]) => Promise<void>>;
}

/** The command cannot do what it was asked for: the message is all that the user sees. */
export class CommandError extends Error {}
