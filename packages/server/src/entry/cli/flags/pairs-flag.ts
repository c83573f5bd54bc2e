import { InvalidArgumentError } from 'commander';
import type { Flag } from './flag.ts';

/** A flag that takes `NAME=VALUE` and may be repeated. */
export const pairsFlag = (flag: string, doc: string): Flag<Readonly<Record<string, string>>, false> => ({
  flag,
  doc,
  add: (pair, before) => ({ ...before, ...Object.fromEntries([readPair(pair)]) }),
  isThere: false,
});

/** Throws commander's `InvalidArgumentError`. */
export function readPair(pair: string): readonly [name: string, value: string] {
  const equals = pair.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('It must be NAME=VALUE.');
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}
