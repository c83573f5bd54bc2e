import type { Command } from 'commander';
import { describeCommand } from '../completion/described-command.ts';
import type { ShellName } from '../completion/shell-names.ts';
import { shells } from '../completion/shells.ts';

/** `catenary completion`: the script by which a shell completes the commands and flags of this program. */
export async function completion(program: Command, shell: ShellName): Promise<void> {
  process.stdout.write(shells[shell](program.commands.map(describeCommand)));
}
