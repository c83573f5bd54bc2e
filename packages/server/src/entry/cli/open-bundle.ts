import { loadPlainXgboost } from '@catenary/scoring/internal/boosters';
import { openBundleModel } from '@catenary/scoring/internal/bundles';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { type PipelineModel, readSemantics, type Semantics } from '@catenary/scoring/internal/spark';
import { type ColumnTypes, withTypes } from './column-types.ts';

/**
 * A bundle as the commands score it: every column, by the rules that `CATENARY_MLEAP_SEMANTICS` names (another word is
 * refused), its inputs of the types in `types`.
 */
export async function openBundle(
  files: ModelFiles,
  environment: Readonly<Record<string, string | undefined>>,
  types: ColumnTypes = new Map(),
): Promise<{ readonly model: PipelineModel; readonly semantics: Semantics }> {
  const semantics = readSemantics(environment.CATENARY_MLEAP_SEMANTICS);
  const options = { semantics, loadBooster: loadPlainXgboost };
  const { model, compile } = await openBundleModel(files, options);
  const input = withTypes(model.inputSchema, types);
  return { model: input === undefined ? model : compile({ ...options, input }), semantics };
}
