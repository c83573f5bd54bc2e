import type {
  DescribedCommand,
  DescribedFlag,
} from '../../packages/server/src/entry/cli/completion/described-command.ts';
import { describedCommands } from './described-commands.ts';

const head = `# Flags

Operands and flags of every command, as \`catenary COMMAND --help\` has them. \`sh scripts/with-node.sh scripts/generate-man-page.ts\` writes this page and
the man page. What the commands are for: [commands](commands.md).
`;

/** docs/flags.md: what each command takes. */
export async function flagsPage(): Promise<string> {
  return head + (await describedCommands()).map(sectionOf).join('');
}

function sectionOf({ name, about, operands, flags }: DescribedCommand): string {
  const rows = [
    ...operands.map(
      (operand) => [operand.name.toUpperCase() + (operand.isRepeated ? '...' : ''), operand.about] as const,
    ),
    ...flags.map((flag) => [shown(flag), flag.about] as const),
  ];
  const table = rows
    .map(([word, what]) => `| \`${inCell(word)}\` | ${inCell(what).replaceAll('<', '&lt;')} |\n`)
    .join('');
  return `\n## ${name}\n\n${about}.\n\n| word | what it is |\n| --- | --- |\n${table}`;
}

function shown({ long, short, value }: DescribedFlag): string {
  const names = [...(short === undefined ? [] : [short]), long].join(', ');
  return value === undefined ? names : `${names} ${value}`;
}

/** Bars end cells. */
const inCell = (text: string) => text.replaceAll('|', '\\|');
