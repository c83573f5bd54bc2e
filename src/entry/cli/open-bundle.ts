import { type BundleScorer, loadBundle } from '../../scoring/mleap/load-bundle.ts';
import { readSemantics, type Semantics } from '../../scoring/mleap/semantics.ts';
import { loadXgboost } from '../../scoring/xgboost/load-xgboost.ts';
import type { ModelFiles } from '../../scoring/model-files.ts';

/** A bundle as the commands score it: every column, and the rules that `CATENARY_MLEAP_SEMANTICS` names (another word is refused). */
export function openBundle(
  files: ModelFiles,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly scorer: BundleScorer; readonly semantics: Semantics } {
  const semantics = readSemantics(environment.CATENARY_MLEAP_SEMANTICS);
  return { scorer: loadBundle(files, { semantics, loadBooster: loadXgboost }), semantics };
}
