import { present } from '@catenary/scoring/internal/values';
import type { Argument, Command, Option } from 'commander';

/** What completions and the man page are made of: a command as commander has it. */
export interface DescribedCommand {
  readonly name: string;
  readonly about: string;
  readonly operands: readonly DescribedOperand[];
  readonly flags: readonly DescribedFlag[];
}

export interface DescribedOperand {
  readonly name: string;
  readonly about: string;
  readonly isRequired: boolean;
  readonly isRepeated: boolean;
  readonly isPath: boolean;
  /** All that it may be, if these are few. */
  readonly choices: readonly string[];
}

export interface DescribedFlag {
  /** `--host` */
  readonly long: string;
  /** `-f` */
  readonly short?: string;
  readonly about: string;
  /** What stands for its value: `file` of `--input <file>`; undefined for a switch. */
  readonly value?: string;
  readonly isPath: boolean;
}

/** Words that stand for something that is a file or a folder. */
const paths = ['file', 'folder', 'place', 'model', 'models'];

export function describeCommand(command: Command): DescribedCommand {
  return {
    name: command.name(),
    about: command.description(),
    operands: command.registeredArguments.map(describeOperand),
    flags: command.options.map(describeFlag),
  };
}

function describeOperand(argument: Argument): DescribedOperand {
  const name = argument.name();
  return {
    name,
    about: argument.description,
    isRequired: argument.required,
    isRepeated: argument.variadic,
    isPath: paths.includes(name),
    choices: argument.argChoices ?? [],
  };
}

function describeFlag({ flags, long, short, description }: Option): DescribedFlag {
  const placeholder = flags.split(' ').at(-1) ?? '';
  const value = /^[<[]/.test(placeholder) ? placeholder.slice(1, -1) : undefined;
  return {
    long: long ?? flags,
    about: description,
    isPath: value !== undefined && paths.includes(value),
    ...present({ short, value }),
  };
}
