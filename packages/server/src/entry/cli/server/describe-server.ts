import type { Command } from 'commander';
import { optionFlags } from '../../options/flags.ts';

/** Adds the flags of a command that is a client of a running server. */
export function describeServer(command: Command): Command {
  for (const { flag, about } of optionFlags(['data'])) command.option(flag, about);
  return command
    .option('--json', 'print JSON')
    .option('--show-calls', 'print each call of the API to standard error, as the AWS CLI would make it');
}
