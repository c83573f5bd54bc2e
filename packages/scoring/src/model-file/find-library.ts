import { decompress } from '../formats/compression/decompress.ts';
import { isZip } from '../sklearn/skops/read-skops.ts';
import type { Library } from './libraries.ts';

/** Most bytes that a compressed model may expand to. */
const MAX_BYTES = 2 ** 30;

/** How far into a file its kind is looked for. */
const HEAD_BYTES = 4096;

/** First bytes of the compressions joblib writes: zlib, gzip, bz2, xz, lzma, lz4, and its own before 0.10. */
const compressed = ['\x78', '\x1f\x8b', 'BZh', '\xfd7zXZ', '\x5d\x00', '\x04\x22\x4d\x18', 'ZF'];

/** A model file, told by its content: whose it is, and its bytes without joblib's compression. */
export interface FoundModel {
  readonly library: Library;
  readonly bytes: Uint8Array;
}

/**
 * Whose model file it is by its first bytes; `path` decides only for XGBoost's legacy binary, which has no mark.
 * Undefined if it is none. Throws `ScoringError` for a damaged or unreadable compression.
 */
export function findLibrary(path: string, bytes: Uint8Array): FoundModel | undefined {
  const head = latin1(bytes.subarray(0, HEAD_BYTES));
  if (compressed.some((mark) => head.startsWith(mark))) {
    // Other files are compressed too, and texts may begin so: the name has to speak for a pickle.
    if (!/(^|\/)model[^/]*$|\.(joblib|pkl|pickle|gz|z|bz2|xz|lzma|lz4)$/i.test(path)) return undefined;
    const plain = decompress(bytes, MAX_BYTES);
    return { library: libraryOfPickle(latin1(plain.subarray(0, HEAD_BYTES))), bytes: plain };
  }
  const library = isZip(bytes) ? libraryOfArchive(path, bytes) : libraryOfPlain(path, head);
  return library === undefined ? undefined : { library, bytes };
}

function libraryOfPlain(path: string, head: string): Library | undefined {
  // Protocol 2 and later begin with 0x80, the older ones with the global `copy_reg ...` or a class.
  if (head.startsWith('\x80') || /^c(copy_reg|_codecs|sklearn|xgboost|lightgbm)/.test(head))
    return libraryOfPickle(head);
  if (/^tree\r?\n/.test(head)) return 'lightgbm';
  if (head.startsWith('CBM1')) return 'catboost';
  if (head.startsWith('{')) return libraryOfDocument(head);
  if (head.startsWith('bs64') || head.startsWith('binf')) return 'xgboost';
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /xgboost-model|\.(model|bin|deprecated)$/.test(name) ? 'xgboost' : undefined;
}

/** skops' archives hold `schema.json`, whose name stands in the directory at the end. Other archives are none of ours. */
function libraryOfArchive(path: string, bytes: Uint8Array): Library | undefined {
  const isSkops = path.endsWith('.skops') || latin1(bytes.subarray(-HEAD_BYTES)).includes('schema.json');
  return isSkops ? 'scikit-learn' : undefined;
}

/** The package of the first class that a pickle names. The wrappers of boosters are estimators like scikit-learn's own. */
function libraryOfPickle(head: string): Library {
  // Its wrapper is in the same module as its booster: the first class that is named is the model's.
  if (/^[^]{0,64}catboost\.core\W{1,8}CatBoost(Classifier|Regressor|Ranker)\b/.test(head)) return 'scikit-learn';
  const [first, library] = /sklearn|(xgboost|lightgbm|catboost)\.(core|basic)/.exec(head) ?? [];
  return first === undefined || library === undefined ? 'scikit-learn' : (library as Library);
}

/** JSON or UBJSON, told by the first key that only one of the libraries writes. */
function libraryOfDocument(head: string): Library | undefined {
  if ('LlIUi'.includes(head.charAt(1))) return 'xgboost';
  const key = /"(learner|Config|features_info|model_info|oblivious_trees|scale_and_bias|ctr_data)"/.exec(head)?.[1];
  if (key !== undefined) return key === 'learner' || key === 'Config' ? 'xgboost' : 'catboost';
  return /^\{\s*"version"\s*:\s*\[/.test(head) ? 'xgboost' : undefined;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
