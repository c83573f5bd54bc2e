import type { Command } from 'commander';
import { optionFlags } from '../options/flags.ts';

/** Adds the flags of these options of the server; of all that have one by default. */
export function describeOptions(command: Command, names?: readonly string[]): Command {
  for (const { flag, about } of optionFlags(names)) command.option(flag, about);
  return command;
}
