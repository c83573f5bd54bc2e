import type { Schema } from './schema/schema.ts';

/** An option of the server, declared once: a row of the table that every way in is derived from. */
export interface Option<Value> {
  readonly schema: Schema<Value>;
  /** A value, or how it follows from the data folder. */
  readonly default: NoInfer<Value> | ((data: string) => NoInfer<Value>);
  /** The default in words, where its value does not say it. */
  readonly defaultText?: string;
  /** Environment variables that set it; the first that is set counts. */
  readonly environment?: readonly string[];
  /** Flag of `catenary serve`, as commander has it: `--host <address>`. In camel case it is the option's name. */
  readonly flag?: string;
  /** What it is, for `--help` and docs/configuration.md. */
  readonly doc: string;
  /** For tests of the server itself: neither in catenary.yaml nor on the page. @default false */
  readonly isForTests?: boolean;
}

/** A row of the table of options. */
export function option<Value>(row: Option<Value>): Option<Value> {
  return row;
}
