import type { DescribedCommand } from './described-command.ts';
import { bash } from './shells/bash.ts';
import { fish } from './shells/fish.ts';
import { zsh } from './shells/zsh.ts';

/** Shells that commands and flags are completed in, and the script for each. */
export const shells: Readonly<Record<ShellName, (commands: readonly DescribedCommand[]) => string>> = {
  bash,
  zsh,
  fish,
};

export type ShellName = 'bash' | 'zsh' | 'fish';
