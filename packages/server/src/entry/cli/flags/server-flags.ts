import { optionFlags } from '../../options/flags.ts';
import { declareFlag } from './declare-flag.ts';
import type { FlagsOf } from './flag.ts';

/** Flags of every command that is a client of a running server. */
export const serverFlags = {
  ...optionFlags('data'),
  json: declareFlag.switch('--json', 'print JSON'),
  showCalls: declareFlag.switch(
    '--show-calls',
    'print each call of the API to standard error, as the AWS CLI would make it',
  ),
};

export type ServerFlags = FlagsOf<typeof serverFlags>;
