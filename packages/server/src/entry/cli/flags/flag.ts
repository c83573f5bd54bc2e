import type { Schema } from '../../options/schema/schema.ts';

/**
 * A flag of a command, declared once: parsing, check, the type that the command gets, `--help`, completion, the man page and
 * docs/flags.md follow from the row. In camel case the long form is the row's name; of `--no-wait` it is `wait`.
 */
export interface Flag<Value, IsThere extends boolean = boolean> {
  /** As commander has it: `--rate <n>`, `-f, --follow`, `--outputs <names...>`. */
  readonly flag: string;
  readonly doc: string;
  /** What its value may be; without one any text. A switch has none. */
  readonly schema?: Schema<Value>;
  /** Of one that may be repeated: the value so far, with a further text. Throws commander's `InvalidArgumentError`. */
  add?(this: void, text: string, before: Value | undefined): Value;
  readonly isRequired?: boolean;
  /** What is taken where it is left out. */
  readonly default?: Value;
  /** The same in words, where no value says it. */
  readonly defaultText?: string;
  /** Whether the command can count on a value. */
  readonly isThere: IsThere;
}

/** Flags by their names, in the order of `--help`. */
export type FlagTable = Readonly<Record<string, Flag<unknown>>>;

type Named<Table extends FlagTable, IsThere extends boolean> = {
  [Name in keyof Table]: Table[Name] extends Flag<unknown, IsThere> ? Name : never;
}[keyof Table];

type ValueOf<Row> = Row extends Flag<infer Value> ? Value : never;

/** What a command gets for its table. */
export type FlagsOf<Table extends FlagTable> = {
  readonly [Name in Named<Table, true>]: ValueOf<Table[Name]>;
} & { readonly [Name in Named<Table, false>]?: ValueOf<Table[Name]> };
