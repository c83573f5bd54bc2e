import { type BundleScorer, loadBundle } from '../../scoring/mleap/load-bundle.ts';
import { readSemantics, type Semantics } from '../../scoring/spark-ml/semantics.ts';
import { loadXgboost } from '../../scoring/xgboost/load-xgboost.ts';
import type { ModelFiles } from '../../scoring/model-files.ts';
import { type ColumnTypes, withTypes } from './column-types.ts';

/**
 * A bundle as the commands score it: every column, by the rules that `CATENARY_MLEAP_SEMANTICS` names (another word is
 * refused), its inputs of the types in `types`.
 */
export function openBundle(
  files: ModelFiles,
  environment: Readonly<Record<string, string | undefined>>,
  types: ColumnTypes = new Map(),
): { readonly scorer: BundleScorer; readonly semantics: Semantics } {
  const semantics = readSemantics(environment.CATENARY_MLEAP_SEMANTICS);
  const options = { semantics, loadBooster: loadXgboost };
  const scorer = loadBundle(files, options);
  const input = withTypes(scorer.inputSchema, types);
  return { scorer: input === undefined ? scorer : loadBundle(files, { ...options, input }), semantics };
}
