import { optionFlags } from '../../options/flags.ts';
import { declareFlag } from './declare-flag.ts';
import type { FlagsOf } from './flag.ts';

const config = declareFlag.text(
  '--config <file>',
  'configuration',
  'catenary.yaml of the working directory and of the data folder',
);
const json = declareFlag.switch('--json', 'print JSON');
const data = { ...optionFlags('data'), config, json };

/** Flags of the commands that run a server, or look after what it keeps. */
export const upkeepFlags = {
  serve: { ...optionFlags(), config },
  doctor: { ...optionFlags('host', 'port', 'data'), config, json },
  backup: data,
  restore: { ...data, dryRun: declareFlag.switch('--dry-run', 'only check that the backup is whole') },
  move: {
    to: declareFlag.required(declareFlag.text('--to <address>', 'postgres://user:password@host/database')),
    ...data,
  },
};

export type ServeFlags = FlagsOf<typeof upkeepFlags.serve>;
export type DoctorFlags = FlagsOf<typeof upkeepFlags.doctor>;
export type BackupFlags = FlagsOf<typeof upkeepFlags.backup>;
export type RestoreFlags = FlagsOf<typeof upkeepFlags.restore>;
export type MoveFlags = FlagsOf<typeof upkeepFlags.move>;
