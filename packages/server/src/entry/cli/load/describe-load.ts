import type { Command } from 'commander';

/** Adds the flags of a load. */
export function describeLoad(command: Command): Command {
  return command
    .requiredOption('--rows <file>', 'each line is one request, in turn (JSON: the whole file)')
    .option('--content-type <type>', 'media type of the rows (default: by the file name)')
    .option('--accept <type>', 'media type wanted')
    .option('--rate <n>', 'requests a second, sent whatever becomes of those before')
    .option('--connections <n>', 'requests at a time, each when the one before it was answered')
    .option('--duration <s>', 'seconds (default: 10; with --find-knee 5 for each rate)')
    .option('--find-knee', 'try rising rates for the highest that is held; --rate is then the load to plan for')
    .option('--svg <file>', 'draw the times into a file');
}
