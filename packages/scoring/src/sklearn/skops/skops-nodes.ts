import { inertClass } from '../../pickle/inert-class.ts';
import { DType } from '../../pickle/numpy/dtype.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { PickleGlobal, PickleObject } from '../../pickle/pickle-object.ts';
import { PickleTuple } from '../../pickle/pickle-tuple.ts';
import { ScoringError } from '../../scoring-error.ts';
import { own } from '../../util/own.ts';
import { badSkops } from './bad-skops.ts';
import type { ReadNode, SkopsReader, SkopsState } from './skops-reader.ts';
import { readSparseMatrix } from './sparse-matrix.ts';

/** Kind of node → the value that a pickle of the same object gives. */
export const skopsNodes: Readonly<Record<string, ReadNode>> = {
  JsonNode: (_reader, { content }) => readJson(content),
  ListNode: (reader, { content }) => reader.readAll(content),
  TupleNode: (reader, { content }) => new PickleTuple(reader.readAll(content)),
  SetNode: (reader, { content }) => new Set(reader.readAll(content)),
  DictNode: readDict,
  DefaultDictNode: (reader, state) => reader.read(part(state, 'main')),
  _DictWithDeprecatedKeysNode: (reader, state) => reader.read(part(state, 'main')),
  BytesNode: (reader, { file }) => reader.bytes(file),
  BytearrayNode: (reader, { file }) => reader.bytes(file),
  SliceNode: readSlice,
  TypeNode: (reader, state) => reader.find(state),
  FunctionNode: readFunction,
  PartialNode: readPartial,
  MethodNode: refuseMethod,
  OperatorFuncNode: refuseMethod,
  ObjectNode: readObject,
  ConstructorFromReduceNode: readConstructed,
  TreeNode: readReduced,
  LossNode: readReduced,
  SGDNode: readReduced,
  NdArrayNode: readArray,
  DTypeNode: (reader, { content }) => dtypeOf(reader.read(content)),
  SparseMatrixNode: (reader, state) => readSparseMatrix(reader.bytes(state['file']), state),
  // None of these plays a part in an answer.
  MaskedArrayNode: inert,
  RandomStateNode: inert,
  RandomGeneratorNode: inert,
};

/** A text, number, boolean or None, written as JSON with Python's NaN and Infinity. */
function readJson(content: unknown): unknown {
  if (typeof content !== 'string') throw badSkops('a value is no text of JSON');
  if (/^-?(NaN|Infinity)$/.test(content)) return Number(content);
  if (/^-?\d{16,400}$/.test(content)) {
    const number = Number(content);
    return Number.isSafeInteger(number) ? number : BigInt(content);
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw badSkops('a value is no JSON');
  }
  if (typeof value === 'object' && value !== null) throw badSkops('a value is more than one');
  return value;
}

/** JSON knows only texts as keys; the types they had stand next to them, in the same order. */
function readDict(reader: SkopsReader, { content, key_types: types }: SkopsState): Map<unknown, unknown> {
  if (typeof content !== 'object' || content === null) throw badSkops('a dict has no content');
  const typeNodes = (types as SkopsState | undefined)?.['content'];
  if (!Array.isArray(typeNodes)) throw badSkops('a dict has no types of keys');
  const typeByKey = typeNodes.map((node: SkopsState | null) => node?.__class__);
  const keys = Object.keys(content);
  // JavaScript puts keys that are whole numbers first: with keys of several types, which is which would be a guess.
  if (typeByKey.some((type) => type !== typeByKey[0])) {
    if (keys.some((key) => /^\d+$/.test(key))) throw badSkops('a dict has keys of several types');
  }
  return new Map(
    keys.map((key, at) => [readKey(key, typeByKey[at]), reader.read(own(content as Record<string, unknown>, key))]),
  );
}

function readKey(key: string, type: unknown): unknown {
  if (type === 'str' || type === 'str_') return key;
  if (type === 'NoneType') return null;
  if (type === 'bool' || type === 'bool_') return key === 'true' || key === 'True';
  if (typeof type === 'string' && /^(u?int|float)/.test(type)) return Number(key);
  throw badSkops('a dict has keys of another type than texts and numbers');
}

function readSlice(_reader: SkopsReader, state: SkopsState): PickleObject {
  const ends = ['start', 'stop', 'step'].map((name) => part(state, name) ?? null);
  if (!ends.every((end) => end === null || typeof end === 'number' || typeof end === 'string'))
    throw badSkops('a slice without its ends');
  return new PickleObject(new PickleGlobal('builtins', 'slice', inertClass), ends);
}

/** Protocol 0 had the name in the content. */
function readFunction(reader: SkopsReader, state: SkopsState): PickleGlobal {
  const { content } = state;
  if (typeof content !== 'object' || content === null) return reader.find(state);
  return reader.find({ __module__: part(state, 'module_path'), __class__: part(state, 'function') });
}

function readPartial(reader: SkopsReader, state: SkopsState): PickleObject {
  const parts = ['func', 'args', 'kwds', 'namespace'].map((name) => reader.read(part(state, name)));
  const object = new PickleObject(new PickleGlobal('functools', 'partial', inertClass), [parts[0]]);
  object.state = new PickleTuple(parts);
  return object;
}

function refuseMethod(_reader: SkopsReader, state: SkopsState): never {
  const name = [state.__module__, state.__class__, (state['content'] as SkopsState | undefined)?.['func']];
  const path = name.filter((item) => typeof item === 'string').join('.');
  throw new ScoringError(
    'unsupported_model',
    `The skops archive asks for ${path.slice(0, 120)}, which is not read natively; serve it with Python, in an image named sagemaker-scikit-learn.`,
  );
}

function readObject(reader: SkopsReader, state: SkopsState): unknown {
  return describe(reader, state, []);
}

/** `(class, arguments)` as `__reduce__` gave it. */
function readConstructed(reader: SkopsReader, state: SkopsState): PickleObject {
  const given = reader.read(state['content']);
  return new PickleObject(reader.find(state), given instanceof PickleTuple ? given.items : []);
}

function readReduced(reader: SkopsReader, state: SkopsState): unknown {
  const reduce = state['__reduce__'];
  const given = reader.read((reduce as SkopsState | undefined)?.['args']);
  return describe(reader, state, given instanceof PickleTuple ? given.items : []);
}

function describe(reader: SkopsReader, state: SkopsState, given: readonly unknown[]): PickleObject {
  const object = new PickleObject(reader.find(state), given);
  const { content } = state;
  if (content !== undefined && content !== null) object.state = reader.read(content);
  return object;
}

function inert(_reader: SkopsReader, { __module__: module, __class__: name }: SkopsState): PickleObject {
  return new PickleObject(new PickleGlobal(String(module), String(name), inertClass), []);
}

/** An array, or one of NumPy's scalars, which becomes the plain value. */
function readArray(reader: SkopsReader, state: SkopsState): unknown {
  if (state['type'] === 'json') return readObjectArray(reader, state);
  const array = reader.array(state['file']);
  return array.shape.length === 0 && state.__class__ !== 'ndarray' ? array.values()[0] : array;
}

/** An array of Python objects: lists in lists, and their shape. */
function readObjectArray(reader: SkopsReader, state: SkopsState): NdArray {
  const shape = reader.read(state['shape']);
  const dimensions = shape instanceof PickleTuple ? shape.items.length : 0;
  let items = reader.readAll(state['content']);
  for (let axis = 1; axis < dimensions; axis++) items = items.flat(1);
  const global = new PickleGlobal('numpy', 'ndarray', inertClass);
  const dtype = new DType('O8', new PickleGlobal('numpy', 'dtype', inertClass));
  return new NdArray(global).setContent({ shape, dtype, fortran: false, data: items });
}

function dtypeOf(array: unknown): unknown {
  if (!(array instanceof NdArray)) throw badSkops('a dtype without an array');
  return array.dtype;
}

function part(state: SkopsState, name: string): unknown {
  return own((state['content'] as SkopsState | null | undefined) ?? {}, name);
}
