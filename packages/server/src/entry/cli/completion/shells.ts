import type { DescribedCommand } from './described-command.ts';
import type { ShellName } from './shell-names.ts';
import { bash } from './shells/bash.ts';
import { fish } from './shells/fish.ts';
import { zsh } from './shells/zsh.ts';

/** The script for each shell. */
export const shells: Readonly<Record<ShellName, (commands: readonly DescribedCommand[]) => string>> = {
  bash,
  zsh,
  fish,
};
