import { type FileModel, type ModelMethod, modelMethods } from '@catenary/scoring/internal/models';
import { CommandError } from './command.ts';
import { UsageError } from './usage-error.ts';

/** The method that `--method` names; the model's first one, which is `predict` or `transform`, if none is named. */
export function chooseMethod(name: string | undefined, model: FileModel): ModelMethod {
  if (name === undefined) {
    const [first] = model.methods;
    if (first === undefined) throw new CommandError(`The ${model.library} model has no method that scores rows.`);
    return first;
  }
  const method = modelMethods.find((known) => known === name);
  if (method === undefined) throw new UsageError(`--method may be ${modelMethods.join(', ')}, not "${name}".`);
  return method;
}
