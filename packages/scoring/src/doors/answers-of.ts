import { defined } from '../util/defined.ts';
import type { Output } from './engine.ts';
import type { Method, Model } from './model.ts';
import { engineOf } from './model-engines.ts';

/** The columns that a model answers, before it is asked; `outputs` are those that are wanted of a pipeline. */
export function answersOf(model: Model, method: Method = defined(model.methods[0]), outputs?: readonly string[]) {
  const { engine } = engineOf(model);
  const made: readonly Output[] = engine.outputsOf(method, engine.options.includes('outputs') ? outputs : undefined);
  return made;
}
