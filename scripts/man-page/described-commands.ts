import { Command } from 'commander';
import { commands } from '../../packages/server/src/entry/cli/commands.ts';
import {
  type DescribedCommand,
  describeCommand,
} from '../../packages/server/src/entry/cli/completion/described-command.ts';

/** Every command of the program with its operands and flags. */
export const describedCommands = (): DescribedCommand[] =>
  commands().map(({ name, about, describe }) => describeCommand(describe(new Command(name).description(about))));
