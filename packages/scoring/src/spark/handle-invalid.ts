import type { NodeContext } from './plan/node-context.ts';

export type HandleInvalid = 'error' | 'skip' | 'keep';

/** Reads `handle_invalid`; throws `bad_model` with MLeap's words for a mode that is unknown or not in `allowed`. */
export function readHandleInvalid(
  context: NodeContext,
  allowed: readonly HandleInvalid[] = ['error', 'skip', 'keep'],
): HandleInvalid {
  const value = context.attributes.string('handle_invalid', 'error') || 'error';
  if (allowed.includes(value as HandleInvalid)) return value as HandleInvalid;
  throw context.bad(`Invalid handler: ${value}`);
}
