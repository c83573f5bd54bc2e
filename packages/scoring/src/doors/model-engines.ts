import type { KernelScope } from '../kernels/wasm/kernel-scope.ts';
import { ScoringError } from '../scoring-error.ts';
import type { Engine } from './engine.ts';
import type { Model } from './model.ts';
import { shown } from './shown.ts';

/** What stands behind a model, for those that put models together. */
export interface ModelEngine {
  readonly engine: Engine;
  readonly scope: KernelScope;
}

const engines = new WeakMap<object, ModelEngine>();

export function registerEngine(model: object, engine: Engine, scope: KernelScope): void {
  engines.set(model, { engine, scope });
}

/** The engine behind a model. Throws `wrong_type` for what no loader has made. */
export function engineOf(model: Model): ModelEngine {
  const found = typeof model === 'object' && model !== null ? engines.get(model) : undefined;
  if (found !== undefined) return found;
  const what =
    Object.prototype.toString.call(model) === '[object Promise]' ? 'a Promise; await it first' : shown(model);
  throw new ScoringError('wrong_type', `A model is what load() and the other loaders answer, not ${what}.`);
}
