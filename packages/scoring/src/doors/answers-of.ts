import { defined } from '../util/defined.ts';
import type { Output } from './engine.ts';
import type { Method, Model } from './model.ts';
import { engineOf } from './model-engines.ts';

/** The columns that a model answers, known before it is asked. `outputs` are those that are wanted of a model that `takesOutputs`. */
export function answersOf(model: Model, method?: Method, outputs?: readonly string[]): readonly Output[] {
  return engineOf(model).engine.outputsOf(method ?? defined(model.methods[0]), outputs);
}
