import type { CliCommand } from '../command.ts';
import { describeOptions } from '../describe-options.ts';

/** Commands that run a server, or look after what it keeps. */
export function upkeepCommands(): readonly CliCommand[] {
  return [
    {
      name: 'serve',
      about: 'Serve models, endpoints, transform jobs and buckets to unchanged AWS clients',
      describe: (command) =>
        describeOptions(command).option(
          '--config <file>',
          'configuration (default: catenary.yaml of the working directory and of the data folder)',
        ),
      load: async () => (await import('../commands/serve.ts')).serve,
    },
    {
      name: 'doctor',
      about: 'Say what a server needs of this machine, what is missing and how to get it',
      describe: (command) =>
        describeOptions(command, ['host', 'port', 'data'])
          .option('--json', 'print JSON')
          .option(
            '--config <file>',
            'configuration (default: catenary.yaml of the working directory and of the data folder)',
          ),
      load: async () => (await import('../commands/doctor.ts')).doctor,
    },
  ];
}
