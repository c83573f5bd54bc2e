import type {
  DescribedCommand,
  DescribedFlag,
} from '../../packages/server/src/entry/cli/completion/described-command.ts';
import { plainDoc } from '../../packages/server/src/entry/options/plain-doc.ts';
import { optionTable } from '../../packages/server/src/entry/options/server-options.ts';
import { describedCommands } from './described-commands.ts';

/** The man page catenary(1), in the macros of man(7). `version` is the package's. */
export async function manPage(version: string): Promise<string> {
  const lines = [
    `.\\" Written by: sh scripts/with-node.sh scripts/generate-man-page.ts`,
    `.TH CATENARY 1 "" "catenary ${version}" "User Commands"`,
    ...section('NAME', 'catenary \\- serve Amazon SageMaker inference pipelines on your own machine'),
    ...section('SYNOPSIS', '.B catenary', '.I command', '[\\fIoperands\\fR] [\\fIflags\\fR]'),
    ...section(
      'DESCRIPTION',
      text(
        'A server that unchanged clients of Amazon SageMaker and S3 use: boto3, the AWS CLI, and the SDKs. It runs chains of containers as endpoints and as transform jobs.',
      ),
    ),
    ...section('COMMANDS', ...(await describedCommands()).flatMap(commandLines)),
    ...section('ENVIRONMENT', ...environmentLines()),
    ...section('FILES', ...files.flatMap(([path, about]) => tagged(`.I ${text(path)}`, about))),
    ...section('EXIT STATUS', ...statuses.flatMap(([status, about]) => tagged(`.B ${status}`, about))),
    ...section(
      'SEE ALSO',
      text('The folder docs of the package: commands.md, configuration.md, stores.md, tutorial.md.'),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const files = [
  ['~/.catenary', 'the data folder: everything that is kept'],
  ['catenary.yaml', 'options, in the working directory and in the data folder'],
  ['~/.cache/catenary', 'Python environments, and what can be made again'],
] as const;

const statuses = [
  [0, 'Done.'],
  [1, 'It could not be done; of certify also: answers differ, of doctor: something is missing.'],
  [2, 'Wrong usage: a command, flag or value that cannot be read.'],
] as const;

const section = (title: string, ...lines: readonly string[]) => [`.SH ${title}`, ...lines];

const tagged = (tag: string, about: string) => ['.TP', tag, text(about)];

function commandLines({ name, about, operands, flags }: DescribedCommand): string[] {
  const words = operands.map(({ name: operand, isRequired, isRepeated }) => {
    const shown = `\\fI${operand.toUpperCase()}\\fR${isRepeated ? '...' : ''}`;
    return isRequired ? shown : `[${shown}]`;
  });
  return [
    `.SS ${[name, ...words].join(' ')}`,
    `${text(about)}.`,
    ...operands.flatMap((operand) => tagged(`.I ${operand.name.toUpperCase()}`, operand.about)),
    ...flags.flatMap((flag) => tagged(flagTag(flag), flag.about)),
  ];
}

function flagTag({ long, short, value }: DescribedFlag): string {
  const names = [...(short === undefined ? [] : [short]), long].map((name) => `\\fB${text(name)}\\fR`);
  return `${names.join(', ')}${value === undefined ? '' : ` \\fI${text(value)}\\fR`}`;
}

function environmentLines(): string[] {
  return Object.values(optionTable).flatMap(({ environment = [], doc, isForTests }) =>
    environment[0] === undefined || isForTests === true ? [] : tagged(`.B ${environment.join(', ')}`, plainDoc(doc)),
  );
}

/** A line that groff takes for no request, with hyphens that can be copied. */
const text = (words: string) =>
  words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&');
