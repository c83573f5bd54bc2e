import { ByteCursor } from './byte-cursor.ts';
import type { GlobalTable } from './global-table.ts';
import { opcodes } from './opcodes.ts';
import { PickleLimits } from './pickle-limits.ts';
import { PickleMachine } from './pickle-machine.ts';

export interface ReadPickleOptions {
  /** The globals that the pickle may name; any other refuses the file. See `pythonGlobals`, `numpyGlobals`, `inertClass`. */
  readonly allow: GlobalTable;
}

/**
 * Reads a pickle of protocol 0 to 5 as data. Nothing is imported and nothing is called: a global becomes a
 * `PickleGlobal` if `allow` has a rule for it, and a call of it becomes whatever that rule describes, mostly a
 * `PickleObject` (class, constructor arguments, state). `pickle-object.ts` says how the other values appear.
 * Bytes after the pickle's STOP are left alone.
 *
 * Throws `ScoringError`: `unsupported_model` for a global outside the table (the message names it), a persistent id, an
 * extension code or an out-of-band buffer; `bad_model` for everything that no pickler writes, and for truncated files.
 * Work and memory stay within a small multiple of the file's size.
 *
 * Source: `pickletools.py` of CPython 3.13, which documents every opcode.
 *
 * @example
 * const allow = joinTables(pythonGlobals(), numpyGlobals(), globalTable({ 'xgboost.core Booster': inertClass }));
 * const booster = readPickle(bytes, { allow }); // PickleObject: booster.state is a Map with 'handle': Uint8Array
 */
export function readPickle(bytes: Uint8Array, options: ReadPickleOptions): unknown {
  const rules = { opcodes, allow: options.allow, limits: new PickleLimits(bytes.length) };
  return new PickleMachine(new ByteCursor(bytes), rules).run();
}
