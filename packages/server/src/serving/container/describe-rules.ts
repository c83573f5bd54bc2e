import type { ModelFiles } from '@catenary/scoring/internal/frame';
import type { ModelDescription } from './model-description.ts';
import type { CellTypes } from './surfaces/rules/cell-table.ts';
import { compileRules } from './surfaces/rules/compile-rules.ts';

/** Describes rules by their columns and steps. Rejects with `ScoringError` for rules that do not fit. */
export async function describeRules(files: ModelFiles): Promise<ModelDescription> {
  const { inputs, outputs, steps } = await compileRules(files);
  const list = steps.map(({ what }) => what);
  const lines = [
    'rules, served natively as catenary-rules',
    `  columns in ${shown(inputs)}`,
    `  steps ${list.join(', ')}`,
    `  columns out ${shown(outputs)}`,
  ];
  return { engine: 'rules', lines, details: { inputs: [...inputs.keys()], steps: list, outputs: [...outputs.keys()] } };
}

const shown = (columns: CellTypes) =>
  [...columns].map(([name, { type, nullable }]) => `${name}: ${type}${nullable ? '?' : ''}`).join(', ');
