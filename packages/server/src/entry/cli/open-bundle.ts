import { loadXgboost } from '@catenary/scoring/internal/boosters';
import { bundleModel } from '@catenary/scoring/internal/bundles';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { type PipelineModel, readSemantics, type Semantics } from '@catenary/scoring/internal/spark';
import { type ColumnTypes, withTypes } from './column-types.ts';

/**
 * A bundle as the commands score it: every column, by the rules that `CATENARY_MLEAP_SEMANTICS` names (another word is
 * refused), its inputs of the types in `types`.
 */
export function openBundle(
  files: ModelFiles,
  environment: Readonly<Record<string, string | undefined>>,
  types: ColumnTypes = new Map(),
): { readonly model: PipelineModel; readonly semantics: Semantics } {
  const semantics = readSemantics(environment.CATENARY_MLEAP_SEMANTICS);
  const options = { semantics, loadBooster: loadXgboost };
  const model = bundleModel(files, options);
  const input = withTypes(model.inputSchema, types);
  return { model: input === undefined ? model : bundleModel(files, { ...options, input }), semantics };
}
