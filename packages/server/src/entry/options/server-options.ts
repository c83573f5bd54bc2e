import { own } from '@catenary/scoring/internal/names';
import type { S3StoreOptions } from '../../platform/storage/s3/s3-store-options.ts';
import { compileImageRule } from './image-rules.ts';
import type { Option } from './option.ts';
import { OptionError } from './option-error.ts';
import { options } from './options.ts';
import { compileS3Store } from './s3-stores.ts';
import { describeUnknown } from './schema/record.ts';
import { compileTopic } from './topics.ts';

type OptionName = keyof typeof options;
type ValueOf<Name extends OptionName> = (typeof options)[Name] extends Option<infer Value> ? Value : never;

/** Options as they are given, each of docs/configuration.md by its name in catenary.yaml. What is left out is the default. */
export type RawServerOptions = { readonly [Name in OptionName]?: ValueOf<Name> };

/** Options ready for use: all there, all checked, paths absolute. */
export type ServerOptions = Omit<Required<RawServerOptions>, 's3'> & { readonly s3: readonly S3StoreOptions[] };

/** The table by any name. */
export const optionTable: Readonly<Record<string, Option<unknown>>> = options;

/** Checks each option by its row. Throws `OptionError` for a value that is none of the option's, and for an unknown name. */
export function checkOptions(raw: object, names: readonly string[] = Object.keys(options)): RawServerOptions {
  const checked = new Map<string, unknown>();
  for (const [name, value] of Object.entries(raw)) {
    const row = names.includes(name) ? own(optionTable, name) : undefined;
    if (row === undefined) throw new OptionError(describeUnknown(name, name, names), [name]);
    if (value !== undefined) checked.set(name, row.schema.check(value, [name]));
  }
  // Each value was checked by the schema of its name.
  return Object.fromEntries(checked) as RawServerOptions;
}

/** Checks, and fills in defaults. `environment` holds the key pairs that options name. Throws `OptionError`. */
export function compileOptions(raw: RawServerOptions, environment: NodeJS.ProcessEnv = {}): ServerOptions {
  const given = checkOptions(raw);
  const data = given.data ?? defaultOf(options.data, '');
  const defaults = Object.entries(optionTable).map(([name, row]) => [name, defaultOf(row, data)]);
  const filled: Required<RawServerOptions> = { ...Object.fromEntries(defaults), ...given };
  if (filled.allowUnsigned && !isLoopback(filled.host)) {
    throw new OptionError(
      `requests without signature are accepted on a loopback address only, not on ${filled.host}: leave out --allow-unsigned or --host`,
      ['allowUnsigned'],
    );
  }
  return {
    ...filled,
    images: filled.images.map((rule) => compileImageRule(rule, environment)),
    s3: filled.s3.map((store) => compileS3Store(store, filled.region, environment)),
    topics: filled.topics.map((rule) => compileTopic(rule, environment)),
  };
}

function defaultOf<Value>(row: Option<Value>, data: string): Value {
  // No option is itself a function.
  const fromData = row.default as (data: string) => Value;
  return typeof fromData === 'function' ? fromData(data) : (row.default as Value);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
