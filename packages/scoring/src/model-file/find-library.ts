import { decompress } from '../formats/compression/decompress.ts';
import { isZip } from '../formats/is-zip.ts';
import { decodeLatin1 } from '../text/decode-latin1.ts';
import { defined } from '../util/defined.ts';
import { type Library, type LibraryMarks, libraries } from './libraries.ts';

/** Most bytes that a compressed model may expand to. */
const MAX_BYTES = 2 ** 30;

/** How far into a file its kind is looked for. */
const HEAD_BYTES = 4096;

/** First bytes of the compressions joblib writes: zlib, gzip, bz2, xz, lzma, lz4, and its own before 0.10. */
const compressed = ['\x78', '\x1f\x8b', 'BZh', '\xfd7zXZ', '\x5d\x00', '\x04\x22\x4d\x18', 'ZF'];

/** Whose file it is, and what in it shows that, as the predicate of a sentence about the file. */
interface Evidence {
  readonly library: Library;
  readonly reason: string;
}

/** A model file recognised by its content: whose it is, why, and its bytes without joblib's compression. */
export interface FoundModel extends Evidence {
  readonly bytes: Uint8Array;
}

/**
 * Whose model file it is by its first bytes; `path` decides only for XGBoost's legacy binary, which has no mark.
 * Undefined if it is none. Throws `ScoringError` for a damaged or unreadable compression.
 */
export function findLibrary(path: string, bytes: Uint8Array): FoundModel | undefined {
  const head = decodeLatin1(bytes.subarray(0, HEAD_BYTES));
  if (compressed.some((mark) => head.startsWith(mark))) {
    // Other files are compressed too, and texts may begin so: the name has to speak for a pickle.
    if (!/(^|\/)model[^/]*$|\.(joblib|pkl|pickle|gz|z|bz2|xz|lzma|lz4)$/i.test(path)) return undefined;
    const plain = decompress(bytes, MAX_BYTES);
    const { library, reason } = evidenceOfPickle(decodeLatin1(plain.subarray(0, HEAD_BYTES)));
    return { library, reason: `is compressed and ${reason}`, bytes: plain };
  }
  const evidence = isZip(bytes) ? evidenceOfArchive(path, bytes) : evidenceOfPlain(path, head);
  return evidence === undefined ? undefined : { ...evidence, bytes };
}

/** Globals that pickles of protocols 0 and 1 begin with, besides the libraries' own. */
const globals = ['copy_reg', '_codecs'];

const entries = Object.entries(libraries) as (readonly [Library, LibraryMarks])[];
const packages = entries.flatMap(([, { modules }]) => modules.map((module) => defined(module.split('.', 1)[0])));

function evidenceOfPlain(path: string, head: string): Evidence | undefined {
  // Protocol 2 and later begin with 0x80, the older ones with the global `copy_reg ...` or a class.
  if (head.startsWith('\x80') || [...globals, ...packages].some((name) => head.startsWith(`c${name}`)))
    return evidenceOfPickle(head);
  const marked = fitting('marks', head);
  if (marked !== undefined || head.startsWith('{')) return marked ?? evidenceOfDocument(head);
  return fitting('names', path.slice(path.lastIndexOf('/') + 1));
}

/** The first library one of whose marks fits a text. */
function fitting(kind: 'marks' | 'names' | 'unkeyed', text: string): Evidence | undefined {
  for (const [library, { [kind]: marks = [] }] of entries) {
    const reason = marks.find(([pattern]) => pattern.test(text))?.[1];
    if (reason !== undefined) return { library, reason };
  }
  return undefined;
}

/** skops' archives hold `schema.json`, whose name stands in the directory at the end. Other archives are none of ours. */
function evidenceOfArchive(path: string, bytes: Uint8Array): Evidence | undefined {
  if (path.endsWith('.skops')) return { library: 'scikit-learn', reason: 'is a zip archive named .skops' };
  if (!decodeLatin1(bytes.subarray(-HEAD_BYTES)).includes('schema.json')) return undefined;
  return { library: 'scikit-learn', reason: 'is a zip archive with schema.json in it, as skops writes them' };
}

/** The package of the first class that a pickle names. The wrappers of boosters are estimators like scikit-learn's own. */
function evidenceOfPickle(head: string): Evidence {
  // Its wrapper is in the same module as its booster: the first class that is named is the model's.
  if (/^[^]{0,64}catboost\.core\W{1,8}CatBoost(Classifier|Regressor|Ranker)\b/.test(head))
    return { library: 'scikit-learn', reason: "is a pickle of CatBoost's estimator" };
  const first = firstOf(head, ({ modules }) => modules);
  if (first === undefined) return { library: 'scikit-learn', reason: 'is a pickle' };
  return { library: first.library, reason: `is a pickle that names ${first.word} first` };
}

/** JSON, recognised by the first key that only one of the libraries writes. */
function evidenceOfDocument(head: string): Evidence | undefined {
  const first = firstOf(head, ({ keys = [] }) => keys.map((key) => `"${key}"`));
  if (first === undefined) return fitting('unkeyed', head);
  return { library: first.library, reason: `is JSON with the key ${first.word}` };
}

/** The word of any library that comes first in a text. */
function firstOf(
  text: string,
  wordsOf: (marks: LibraryMarks) => readonly string[],
): { readonly library: Library; readonly word: string } | undefined {
  const found = entries.flatMap(([library, marks]) =>
    wordsOf(marks).map((word) => ({ library, word, at: text.indexOf(word) })),
  );
  return found.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)[0];
}
