import { globalTable, joinTables } from '../../../pickle/global-table.ts';
import { inertClass } from '../../../pickle/inert-class.ts';
import { numpyArrayWrapper } from '../../../pickle/numpy/numpy-array-wrapper.ts';
import { numpyGlobals } from '../../../pickle/numpy/numpy-globals.ts';
import type { GlobalRule } from '../../../pickle/pickle-object.ts';
import { PickleObject } from '../../../pickle/pickle-object.ts';
import { pythonGlobals } from '../../../pickle/python-globals.ts';
import { readPickle } from '../../../pickle/read-pickle.ts';
import { ScoringError } from '../../../scoring-error.ts';
import { present } from '../../../util/present.ts';
import { badModel } from './bad-model.ts';
import { decodeText } from './decode-text.ts';

/** A Booster taken out of its pickle. */
export interface PickledBooster {
  /** The serialized model: any of the other formats, or a 1.0 to 1.2 memory image. */
  readonly model: Uint8Array;
  /** Python attribute `best_ntree_limit`, which 0.90 to 1.2 set in training. */
  readonly bestTreeLimit?: number;
}

/** Begins a memory image of 1.0 to 1.2: then i64 length of the legacy model, the model, and settings as JSON. */
const IMAGE_MARK = 'CONFIG-offset:';

/**
 * Takes the model out of a pickled `xgboost.Booster`, or of one of the library's scikit-learn wrappers. The pickle is
 * read as data; nothing is run. Throws `ScoringError`: `unsupported_model` if the pickle holds something else.
 */
export function readPickledBooster(bytes: Uint8Array): PickledBooster {
  return takeBooster(readPickle(bytes, { allow: fileGlobals }));
}

/** The same from an object that is read already, such as a step of a pipeline: a Booster, or a wrapper around one. */
export function takeBooster(object: unknown): PickledBooster {
  const booster = findBooster(object);
  if (booster === undefined || !(booster.state instanceof Map)) {
    throw new ScoringError('unsupported_model', 'The pickle holds no xgboost.core.Booster.');
  }
  const handle: unknown = booster.state.get('handle');
  if (!(handle instanceof Uint8Array)) throw badModel('is a pickled Booster without its content (handle)');
  const limit: unknown = booster.state.get('best_ntree_limit');
  return {
    model: withoutImage(handle),
    ...present({
      bestTreeLimit: typeof limit === 'number' && Number.isSafeInteger(limit) && limit > 0 ? limit : undefined,
    }),
  };
}

/** The library's own classes, and what stands beside a Booster. */
export const boosterGlobals = joinTables(globalTable({ 'xgboost.core Booster': inertClass }), besideBooster);

/** All that a file of a Booster or a wrapper may name: joblib writes arrays in a form of its own. */
const fileGlobals = joinTables(
  pythonGlobals(),
  numpyGlobals(),
  globalTable({ 'joblib.numpy_pickle NumpyArrayWrapper': numpyArrayWrapper }),
  boosterGlobals,
);

/** What stands beside the Booster in a wrapper: the wrapper itself, callbacks, and the encoder of labels of 0.90 to 1.5. */
function besideBooster(module: string, name: string): GlobalRule | undefined {
  const isOwn = /^xgboost\.(sklearn|callback|compat)$/.test(module);
  const isEncoder = /^sklearn\.preprocessing\._?label$/.test(module) && name === 'LabelEncoder';
  return (isOwn && /^\w+$/.test(name)) || isEncoder ? inertClass : undefined;
}

function findBooster(root: unknown): PickleObject | undefined {
  if (!(root instanceof PickleObject)) return undefined;
  if (root.global.path === 'xgboost.core.Booster') return root;
  const wrapped: unknown = root.state instanceof Map ? root.state.get('_Booster') : undefined;
  return wrapped instanceof PickleObject ? wrapped : undefined;
}

function withoutImage(handle: Uint8Array): Uint8Array {
  const start = IMAGE_MARK.length + 8;
  if (handle.length < start || decodeText(handle.subarray(0, 7).map((byte) => byte & 0x7f)) !== 'CONFIG-')
    return handle;
  const length = Number(new DataView(handle.buffer, handle.byteOffset).getBigInt64(IMAGE_MARK.length, true));
  if (!(length >= 0 && length <= handle.length - start)) throw badModel('(pickled) claims more bytes than it holds');
  return handle.subarray(start, start + length);
}
