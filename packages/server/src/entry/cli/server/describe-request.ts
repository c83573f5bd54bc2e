import type { Command } from 'commander';

/** Adds the flags of a request that is read from a file. */
export function describeRequest(command: Command): Command {
  return command
    .requiredOption('--input <file>', 'request body; - is standard input')
    .option('--content-type <type>', 'media type of the input (default: by its file name)')
    .option('--header', 'the first line of the CSV names the columns')
    .option('--accept <type>', 'media type wanted');
}
