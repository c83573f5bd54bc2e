import type { Command } from 'commander';
import type { FlagsOf, FlagTable } from './flags/flag.ts';

/** A command of the CLI. Its flags and the module that runs it are loaded only when it is asked for. */
export interface CliCommand {
  readonly name: string;
  readonly about: string;
  /** Adds its operands, and the flags of models, which belong to each other by their order. */
  readonly describe?: (command: Command) => Command | Promise<Command>;
  /** All its other flags. */
  readonly flags: () => Promise<FlagTable>;
  readonly load: () => Promise<(flags: never, ...operands: never[]) => Promise<void>>;
}

/** A row of the table of commands: what runs takes what the table of its flags gives. */
export function cliCommand<Table extends FlagTable>(
  row: CliCommand & {
    readonly flags: () => Promise<Table>;
    readonly load: () => Promise<(flags: FlagsOf<Table>, ...operands: never[]) => Promise<void>>;
  },
): CliCommand {
  return row;
}

/** What is opened when it is first asked for. */
export function lazily<Value>(open: () => Promise<Value>): () => Promise<Value> {
  let opened: Promise<Value> | undefined;
  return () => (opened ??= open());
}

/** The command cannot do what it was asked for: the message is all that the user sees. */
export class CommandError extends Error {}
