import type { Model } from './model.ts';
import { engineOf } from './model-engines.ts';

/** Whether a model can be asked for some of its columns alone, as pipelines can. */
export const takesOutputs = (model: Model): boolean => engineOf(model).engine.options.includes('outputs');
