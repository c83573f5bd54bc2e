import type { Command } from 'commander';
import { describeOptions } from '../describe-options.ts';

/** Adds the flags of a command that is a client of a running server. */
export function describeServer(command: Command): Command {
  return describeOptions(command, ['data'])
    .option('--json', 'print JSON')
    .option('--show-calls', 'print each call of the API to standard error, as the AWS CLI would make it');
}
