import type { DescribedCommand, DescribedFlag, DescribedOperand } from '../described-command.ts';

/** For fish 3 and newer. */
export function fish(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c catenary -n __fish_use_subcommand -f -a ${command.name} -d ${quote(command.about)}`,
    ...linesOf(command),
  ]);
  return `# Completion of catenary for fish:  catenary completion fish | source\ncomplete -c catenary -f\n${lines.join('\n')}\n`;
}

function linesOf({ name, flags, operands }: DescribedCommand): string[] {
  const when = `complete -c catenary -n "__fish_seen_subcommand_from ${name}"`;
  return [...flags.map((flag) => `${when} ${flagWords(flag)}`), ...operands.flatMap((one) => operandLines(when, one))];
}

function flagWords({ long, short, about, value, isPath }: DescribedFlag): string {
  const names = `${short === undefined ? '' : `-s ${short.slice(1)} `}-l ${long.slice(2)}`;
  // Required, and no file; or required, and a file.
  const after = value === undefined ? '' : isPath ? ' -r -F' : ' -x';
  return `${names}${after} -d ${quote(about)}`;
}

function operandLines(when: string, { isPath, choices }: DescribedOperand): string[] {
  if (choices.length > 0) return [`${when} -f -a ${quote(choices.join(' '))}`];
  return isPath ? [`${when} -F`] : [];
}

const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
