import type { RunOperation } from './operation.ts';

/**
 * An operation whose modules are loaded when it is first called: a server that is never asked for it does without them. Later calls
 * find them in Node's own table of modules.
 */
export function whenAsked<Input>(load: () => Promise<RunOperation<Input>>): RunOperation<Input> {
  return async (input, context, call) => (await load())(input, context, call);
}
