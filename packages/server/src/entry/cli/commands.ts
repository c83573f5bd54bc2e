import type { CliCommand } from './command.ts';
import { clientCommands } from './groups/client-commands.ts';
import { localCommands } from './groups/local-commands.ts';
import { upkeepCommands } from './groups/upkeep-commands.ts';

/** Every command, in the order of `--help`. */
export function commands(): readonly CliCommand[] {
  return [...upkeepCommands(), ...clientCommands(), ...localCommands()];
}
