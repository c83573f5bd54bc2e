import { NdArray } from '../pickle/numpy/nd-array.ts';
import { PickleObject } from '../pickle/pickle-object.ts';
import { PickleTuple } from '../pickle/pickle-tuple.ts';
import { labelCells } from './label-cells.ts';

/** What the input of a model must be, as far as the file says. */
export interface ModelInputFacts {
  readonly columns: number | undefined;
  /** Names of the columns, if it was fitted on a frame. */
  readonly featureNames: readonly string[] | undefined;
}

/** Attributes that hold the estimator, or the estimators, that the input is handed on to as it is. */
const inner = ['steps', 'transformer_list', 'best_estimator_', 'estimator_', 'estimators_', 'estimator'];

/** Deeper nesting than that of any real model; objects of a hostile one can hold themselves. */
const MAX_DEPTH = 16;

/**
 * Number and names of the columns that an estimator was fitted on. Pipelines and unions keep none of their own, and some
 * meta-estimators do not: theirs are those of the first estimator that the input reaches. `declared`: what readers know of
 * objects that keep them elsewhere.
 */
export function inputFacts(
  value: unknown,
  declared: ReadonlyMap<PickleObject, ModelInputFacts>,
  depth = 0,
): ModelInputFacts {
  const none: ModelInputFacts = { columns: undefined, featureNames: undefined };
  if (!(value instanceof PickleObject && value.state instanceof Map) || depth > MAX_DEPTH) return none;
  const { state } = value;
  const columns: unknown = state.get('n_features_in_');
  if (typeof columns === 'number') return { columns, featureNames: namesOf(state.get('feature_names_in_')) };
  const known = declared.get(value);
  if (known !== undefined) return known;
  const name = inner.find((attribute) => firstEstimator(state.get(attribute)) !== undefined);
  return name === undefined ? none : inputFacts(firstEstimator(state.get(name)), declared, depth + 1);
}

/** The object itself, or the first one of a list of objects or of named ones. */
function firstEstimator(value: unknown): PickleObject | undefined {
  if (value instanceof PickleObject) return value;
  if (!Array.isArray(value)) return undefined;
  const items = (value as unknown[]).map((item) =>
    item instanceof PickleTuple ? item.items[1] : Array.isArray(item) ? (item as unknown[])[1] : item,
  );
  return items.find((item) => item instanceof PickleObject);
}

function namesOf(value: unknown): readonly string[] | undefined {
  const cells = value instanceof NdArray ? labelCells(value.values()) : undefined;
  return cells?.kind === 'string' ? cells.values.map(String) : undefined;
}
