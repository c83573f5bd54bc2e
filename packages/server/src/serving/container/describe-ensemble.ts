import type { ModelFiles } from '@catenary/scoring/internal/frame';
import type { ModelDescription } from './model-description.ts';
import { Ensemble } from './surfaces/ensemble/ensemble.ts';

/** Describes an ensemble by its members. Rejects with `ScoringError` for what is none. */
export async function describeEnsemble(files: ModelFiles): Promise<ModelDescription> {
  const { combine, members, final } = await Ensemble.open(files);
  const facts = members.map(({ file, weight, method, model }) => {
    const { lines, details } = model.describe();
    return { file, weight, method, library: model.library, lines, details };
  });
  const lines = [
    `ensemble of ${members.length} models, combined by ${combine}, served natively as catenary-ensemble`,
    ...facts.flatMap(({ file, weight, method, lines: said }) => [
      `  ${file}: ${method}, weight ${weight}: ${said[0] ?? ''}`,
      ...said.slice(1).map((line) => `  ${line}`),
    ]),
    ...(final === undefined ? [] : [`  over them: ${final.describe().lines[0] ?? ''}`]),
  ];
  const list = facts.map(({ lines: _said, ...rest }) => rest);
  return { engine: 'ensemble', lines, details: { combine, members: list } };
}
