import { Command } from 'commander';
import { commands } from '../../packages/server/src/entry/cli/commands.ts';
import {
  type DescribedCommand,
  describeCommand,
} from '../../packages/server/src/entry/cli/completion/described-command.ts';
import { addFlags } from '../../packages/server/src/entry/cli/flags/add-flags.ts';

/** Every command of the program with its operands and flags. */
export const describedCommands = (): Promise<DescribedCommand[]> =>
  Promise.all(
    commands().map(async ({ name, about, describe, flags }) => {
      const command = new Command(name).description(about);
      return describeCommand(addFlags((await describe?.(command)) ?? command, await flags()));
    }),
  );
