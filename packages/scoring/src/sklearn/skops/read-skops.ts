import { ZipEntries } from '../../formats/zip-entries.ts';
import type { GlobalTable } from '../../pickle/global-table.ts';
import type { NdArray } from '../../pickle/numpy/nd-array.ts';
import { readNpy } from '../../pickle/numpy/read-npy.ts';
import { PickleGlobal } from '../../pickle/pickle-object.ts';
import { ScoringError } from '../../scoring-error.ts';
import { decodeUtf8 } from '../../text/decode-utf8.ts';
import { own } from '../../util/own.ts';
import { badSkops } from './bad-skops.ts';
import { skopsNodes } from './skops-nodes.ts';
import type { SkopsReader, SkopsState } from './skops-reader.ts';

/** Protocols of skops 0.2 to 0.16. */
const NEWEST_PROTOCOL = 2;

/** How deep objects may stand in each other; the deepest of scikit-learn's need about 40. */
const MAX_DEPTH = 256;

/**
 * Reads an archive of the `skops` package: `schema.json`, a tree of nodes, and the arrays next to it. It gives the values
 * that `readPickle` would give for a pickle of the same object, so that everything behind is shared. Nothing is
 * imported and nothing is called; `allow` is the same table of globals.
 *
 * Throws `ScoringError`: `unsupported_model` for a type or a function outside the table, or a later protocol;
 * `bad_model` for a damaged archive or a schema that skops does not write.
 * Source: `skops/io/_general.py`, `_numpy.py`, `_scipy.py` and `_sklearn.py` of skops 0.9 to 0.16.
 */
export function readSkops(file: Uint8Array, allow: GlobalTable, maxBytes: number): unknown {
  const archive = new ZipEntries(file, maxBytes);
  const schema = parseSchema(archive.read('schema.json'));
  const { protocol } = schema;
  if (typeof protocol !== 'number' || protocol > NEWEST_PROTOCOL) {
    throw new ScoringError(
      'unsupported_model',
      `The skops archive has protocol ${JSON.stringify(protocol)}; up to ${NEWEST_PROTOCOL} are read natively.`,
    );
  }
  return new ArchiveReader(archive, allow).read(schema);
}

class ArchiveReader implements SkopsReader {
  readonly #archive: ZipEntries;
  readonly #allow: GlobalTable;
  readonly #arrays = new Map<string, NdArray>();
  #depth = 0;

  constructor(archive: ZipEntries, allow: GlobalTable) {
    this.#archive = archive;
    this.#allow = allow;
  }

  read(state: unknown): unknown {
    if (!isState(state)) throw badSkops('a node is no object');
    const { __loader__: loader } = state;
    const node = typeof loader === 'string' ? own(skopsNodes, loader) : undefined;
    if (node === undefined) {
      throw new ScoringError(
        'unsupported_model',
        `The skops archive has a node ${quote(loader)} (${quote(state.__module__)}, ${quote(state.__class__)}), which is not read natively; serve it with Python, in an image named sagemaker-scikit-learn.`,
      );
    }
    if (++this.#depth > MAX_DEPTH) throw badSkops(`nodes stand in each other more than ${MAX_DEPTH} deep`);
    const value = node(this, state);
    this.#depth--;
    return value;
  }

  readAll(states: unknown): unknown[] {
    if (!Array.isArray(states)) throw badSkops('a list has no items');
    return states.map((state) => this.read(state));
  }

  find({ __module__: module, __class__: name }: SkopsState): PickleGlobal {
    if (typeof module !== 'string' || typeof name !== 'string') throw badSkops('a type has no name');
    const rule = this.#allow(module, name);
    if (rule !== undefined) return new PickleGlobal(module, name, rule);
    throw new ScoringError(
      'unsupported_model',
      `The skops archive asks for ${quote(`${module}.${name}`)}, which is not read natively; serve it with Python, in an image named sagemaker-scikit-learn.`,
    );
  }

  bytes(name: unknown): Uint8Array {
    if (typeof name !== 'string') throw badSkops('a node names no file');
    return this.#archive.read(name);
  }

  array(name: unknown): NdArray {
    const known = this.#arrays.get(String(name));
    if (known !== undefined) return known;
    const array = readNpy(this.bytes(name));
    this.#arrays.set(String(name), array);
    return array;
  }
}

function parseSchema(bytes: Uint8Array): SkopsState {
  let schema: unknown;
  try {
    schema = JSON.parse(decodeUtf8(bytes));
  } catch {
    throw badSkops('schema.json is no JSON');
  }
  if (!isState(schema)) throw badSkops('schema.json holds no object');
  return schema;
}

function isState(value: unknown): value is SkopsState {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quote(name: unknown): string {
  return String(name)
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 120);
}
