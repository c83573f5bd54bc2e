import type { Command } from 'commander';
import type { CliCommand } from '../command.ts';
import { describeOptions } from '../describe-options.ts';

const config = [
  '--config <file>',
  'configuration (default: catenary.yaml of the working directory and of the data folder)',
] as const;

const describeUpkeep = (command: Command, options: readonly string[]) =>
  describeOptions(command, options)
    .option(...config)
    .option('--json', 'print JSON');

/** Commands that run a server, or look after what it keeps. */
export function upkeepCommands(): readonly CliCommand[] {
  return [
    {
      name: 'serve',
      about: 'Serve models, endpoints, transform jobs and buckets to unchanged AWS clients',
      describe: (command) => describeOptions(command).option(...config),
      load: async () => (await import('../commands/serve.ts')).serve,
    },
    {
      name: 'doctor',
      about: 'Say what a server needs of this machine, what is missing and how to get it',
      describe: (command) => describeUpkeep(command, ['host', 'port', 'data']),
      load: async () => (await import('../commands/doctor.ts')).doctor,
    },
    {
      name: 'backup',
      about: 'Copy all that a server keeps, as it is at one moment, while it runs',
      describe: (command) =>
        describeUpkeep(command.argument('<place>', 'new folder, or file: backup.tar, backup.tar.gz'), ['data']),
      load: async () => (await import('../commands/backup.ts')).backup,
    },
    {
      name: 'restore',
      about: 'Put a backup into an empty data folder',
      describe: (command) =>
        describeUpkeep(command.argument('<place>', 'of the backup'), ['data']).option(
          '--dry-run',
          'only check that the backup is whole',
        ),
      load: async () => (await import('../commands/restore.ts')).restore,
    },
    {
      name: 'move',
      about: 'Move the resources of a data folder to PostgreSQL, while no server uses either',
      describe: (command) =>
        describeUpkeep(command.requiredOption('--to <address>', 'postgres://user:password@host/database'), ['data']),
      load: async () => (await import('../commands/move.ts')).move,
    },
  ];
}
