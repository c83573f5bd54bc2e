import type { Command } from 'commander';
import type { Flag, FlagTable } from './flag.ts';

/** Adds the flags of a table to a command. */
export function addFlags(command: Command, table: FlagTable): Command {
  for (const row of Object.values(table)) addFlag(command, row);
  return command;
}

function addFlag(command: Command, row: Flag<unknown>): void {
  const { flag, add, isRequired = false } = row;
  const about = aboutOf(row);
  const option = command.createOption(flag, about).makeOptionMandatory(isRequired);
  command.addOption(add === undefined ? option : option.argParser(add));
}

/** `requests at once (1 to 64; default: 4)` */
function aboutOf({
  doc,
  schema,
  default: usual,
  defaultText = usual === undefined ? undefined : String(usual),
}: Flag<unknown>): string {
  const facts = [schema?.range, defaultText === undefined ? undefined : `default: ${defaultText}`];
  const shown = facts.filter((fact) => fact !== undefined);
  return shown.length === 0 ? doc : `${doc} (${shown.join('; ')})`;
}
