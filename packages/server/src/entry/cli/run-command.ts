import { defined } from '@catenary/scoring/internal/values';
import { Command } from 'commander';
import { describeFolderError } from '../../platform/system/describe-folder-error.ts';
import { describeSystemError } from '../../platform/system/describe-system-error.ts';
import { diskFault } from '../../platform/system/disk-fault.ts';
import { OptionError } from '../options/option-error.ts';
import { readVersion } from '../read-version.ts';
import { type CliCommand, CommandError } from './command.ts';
import { commands } from './commands.ts';
import { addFlags } from './flags/add-flags.ts';
import { checkFlags } from './flags/check-flags.ts';
import { inOneLine } from './in-one-line.ts';
import { UsageError } from './usage-error.ts';

/** Errors that are the user's to mend: their message is printed without a stack. */
const expectedErrors = [
  'CommandError',
  'BackupError',
  'OptionError',
  'FolderInUseError',
  'DatabaseFileError',
  'StoreUnreachableError',
  'NewerStoreError',
  'ScoringError',
  'ArtifactError',
  'ApiError',
  'StageFailure',
  'StartFailure',
];

/** How long a command that failed may still be closing what it opened, milliseconds. */
const maxLingerMs = 5_000;

/** Finds the command, checks its arguments, runs it. Exit status 1 for what could not be done, 2 for wrong usage. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  const program = new Command('catenary')
    .description(
      'A self-hosted server for inference pipelines: the chains of Amazon SageMaker on your own machine, for unchanged AWS clients.',
    )
    .version(readVersion())
    .configureOutput({ outputError: (text, write) => write(usageText(text)) })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .addHelpText(
      'after',
      '\nThe shortest way in:\n  catenary demo                 see a chain work\n  catenary serve                start a server\n  eval "$(catenary env)"        point boto3, the AWS CLI and the SDKs at it',
    );
  const asked = argv.slice(2).find((word) => !word.startsWith('-'));
  for (const each of commands()) {
    const command = program.command(each.name).description(each.about);
    if (asked === each.name || lookers.has(asked)) await addCommand(command, each);
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no error; a server continues without any.
    if (error.code === 'EPIPE' || asked === 'serve') return;
    report(new CommandError(`Cannot write to standard output: ${describeSystemError(error)}`));
    process.exit(1);
  });
  try {
    await program.parseAsync(wordsOf(argv, asked));
  } catch (error) {
    report(error);
    process.exitCode = isUsage(error) ? 2 : 1;
    // What a start that failed left open must not keep the process.
    setTimeout(() => process.exit(), maxLingerMs).unref();
  }
}

/** `catenary help none` is refused as `catenary none` is, and not by the whole list of commands on standard error. */
function wordsOf(argv: readonly string[], asked: string | undefined): readonly string[] {
  const topic = asked === 'help' ? argv.slice(argv.indexOf('help') + 1)[0] : undefined;
  if (topic === undefined || topic.startsWith('-') || topic === 'help') return argv;
  const isKnown = commands().some(({ name }) => name === topic);
  return isKnown ? argv : [...argv.slice(0, 2), topic];
}

/** Commands that look at all others. */
const lookers: ReadonlySet<string | undefined> = new Set(['help', 'completion']);

/** Adds its operands, its flags and what it does. */
async function addCommand(command: Command, { describe, flags, load }: CliCommand): Promise<void> {
  const table = await flags();
  addFlags((await describe?.(command)) ?? command, table).action(async (...parameters: unknown[]) => {
    const operands = parameters.slice(0, -2);
    refuseEmpty(command, operands);
    const given = checkFlags(table, defined(parameters.at(-2)) as object);
    const run = await load();
    await run(given as never, ...(operands as never[]));
  });
}

/** An empty operand is mostly a variable that the shell does not know; as a path it would be the present folder. */
function refuseEmpty({ registeredArguments }: Command, operands: readonly unknown[]): void {
  for (const [at, operand] of registeredArguments.entries())
    if ([operands[at]].flat().includes(''))
      throw new UsageError(`${operand.name().toUpperCase()} must be a text that is not empty.`);
}

/** What commander says of flags and operands, as every other error is said. */
const usageText = (text: string) =>
  `catenary: ${inOneLine(text.replace(/^error: /, ''))} (catenary --help says more)\n`;

/** A value that cannot be read is wrong usage, wherever it stands: as a flag, in the environment or in catenary.yaml. */
function isUsage(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof OptionError && error.place.length > 0);
}

function report(error: unknown): void {
  process.stderr.write(`catenary: ${describe(error)}\n`);
}

/** An unexpected error comes with its stack, for a report; what the system refused does not. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const name = error.name === 'Error' ? error.constructor.name : error.name;
  if (error instanceof CommandError || expectedErrors.includes(name)) return inOneLine(error.message);
  // What was copied has two places; where it was to go is the one that fails.
  const { syscall, path: from = '', dest: path = from } = error as NodeJS.ErrnoException & { readonly dest?: string };
  if (syscall === undefined) return error.stack ?? error.message;
  const advice = diskFault(error) === 'is full' ? '; make room there' : '';
  return `${path === '' ? syscall : path}: ${describeFolderError(path, error)}${advice}`;
}
