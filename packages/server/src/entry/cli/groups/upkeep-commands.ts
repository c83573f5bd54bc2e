import { type CliCommand, cliCommand } from '../command.ts';

const flagsOfUpkeep = async () => (await import('../flags/upkeep-flags.ts')).upkeepFlags;

/** Commands that run a server, or look after what it keeps. */
export function upkeepCommands(): readonly CliCommand[] {
  return [
    cliCommand({
      name: 'serve',
      about: 'Serve models, endpoints, transform jobs and buckets to unchanged AWS clients',
      flags: async () => (await flagsOfUpkeep()).serve,
      load: async () => (await import('../commands/serve.ts')).serve,
    }),
    cliCommand({
      name: 'doctor',
      about: 'Say what a server needs of this machine, what is missing and how to get it',
      flags: async () => (await flagsOfUpkeep()).doctor,
      load: async () => (await import('../commands/doctor.ts')).doctor,
    }),
    cliCommand({
      name: 'backup',
      about: 'Copy all that a server keeps, as it is at one moment, while it runs',
      describe: (command) => command.argument('<place>', 'new folder, or file: backup.tar, backup.tar.gz'),
      flags: async () => (await flagsOfUpkeep()).backup,
      load: async () => (await import('../commands/backup.ts')).backup,
    }),
    cliCommand({
      name: 'restore',
      about: 'Put a backup into an empty data folder',
      describe: (command) => command.argument('<place>', 'of the backup'),
      flags: async () => (await flagsOfUpkeep()).restore,
      load: async () => (await import('../commands/restore.ts')).restore,
    }),
    cliCommand({
      name: 'move',
      about: 'Move the resources of a data folder to PostgreSQL, while no server uses either',
      flags: async () => (await flagsOfUpkeep()).move,
      load: async () => (await import('../commands/move.ts')).move,
    }),
  ];
}
