import { ScoringError } from '../../../scoring-error.ts';
import type { OpBooster } from '../../op-booster.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { XgboostModel } from './xgboost-model.ts';

/** A booster whose rounds are chosen. */
export interface OpenedBooster {
  readonly booster: OpBooster;
  readonly options: { readonly rounds?: number };
}

/** The booster of a node. Throws `unsupported_model` if the caller brought no reader. */
export function openBooster({ bytes, treeLimit }: XgboostModel, context: NodeContext): OpenedBooster {
  const { path: node, op, loadBooster } = context;
  if (loadBooster === undefined) {
    const message = `${node}: the op "${op}" needs a reader for XGBoost models, and none is given.`;
    throw new ScoringError('unsupported_model', message, { node, op });
  }
  return { booster: loadBooster(bytes), options: treeLimit > 0 ? { rounds: treeLimit } : {} };
}
