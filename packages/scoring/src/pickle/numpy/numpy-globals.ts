import { decodeLatin1 } from '../../text/decode-latin1.ts';
import { type GlobalTable, globalTable } from '../global-table.ts';
import { inertClass, nameOnly } from '../inert-class.ts';
import { malformed } from '../malformed.ts';
import type { GlobalRule } from '../pickle-object.ts';
import { PickleGlobal, PickleObject } from '../pickle-object.ts';
import { PickleTuple } from '../pickle-tuple.ts';
import { DType } from './dtype.ts';
import { itemReader } from './item-reader.ts';
import { NdArray } from './nd-array.ts';

/** Scalar types and kinds of them, which a model names as the dtype of an attribute, or by which it chose columns. */
const scalarTypes = words(`
  bool_ bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 intp uintp int_ intc longlong ulonglong
  float16 float32 float64 double single str_ object_ bytes_
  number integer signedinteger floating`);

/** Functions that a FunctionTransformer may name. They are never called: the transformer has its own of the same name. */
const functionNames = words(`
  log log1p log2 log10 exp expm1 exp2 sqrt cbrt square abs absolute fabs sin cos tan arcsin arccos arctan sinh cosh tanh
  arcsinh arccosh arctanh floor ceil rint trunc sign negative positive reciprocal deg2rad rad2deg degrees radians
  isnan isfinite isinf logical_not nan_to_num round around ravel array asarray mean median`);

/**
 * Arrays, dtypes and scalars of numpy 1.x and 2.x (which moved `numpy.core` to `numpy._core`): `NdArray`, `DType`, and
 * plain values. Random generators are inert; scalar types and functions can be named only.
 */
export function numpyGlobals(): GlobalTable {
  const rules: Record<string, GlobalRule> = {
    'numpy dtype': { construct: ([code], global) => new DType(code, global), build: buildDtype },
    'numpy ndarray': { build: buildArray },
    // The mean of a sparse matrix, which BisectingKMeans keeps.
    'numpy matrix': { build: buildArray },
    'numpy.matrixlib.defmatrix matrix': { build: buildArray },
    'numpy.ma.core _mareconstruct': inertClass,
    'numpy.ma.core MaskedArray': nameOnly,
    'numpy.ma MaskedArray': nameOnly,
  };
  for (const name of scalarTypes) rules[`numpy ${name}`] = nameOnly;
  for (const core of ['numpy.core', 'numpy._core']) {
    rules[`${core}.multiarray _reconstruct`] = reconstruct;
    rules[`${core}.multiarray scalar`] = scalar;
    rules[`${core}.numeric _frombuffer`] = fromBuffer;
    rules[`${core} _ufunc_reconstruct`] = universalFunction;
  }
  for (const module of ['numpy', 'numpy.core._multiarray_umath', 'numpy._core._multiarray_umath']) {
    for (const name of functionNames) rules[`${module} ${name}`] = nameOnly;
  }
  for (const name of ['__randomstate_ctor', '__bit_generator_ctor', '__generator_ctor']) {
    rules[`numpy.random._pickle ${name}`] = inertClass;
  }
  for (const name of ['MT19937', 'PCG64', 'PCG64DXSM', 'Philox', 'SFC64']) {
    rules[`numpy.random._${name.toLowerCase()} ${name}`] = inertClass;
  }
  rules['numpy.random._pcg64 PCG64DXSM'] = inertClass;
  return globalTable(rules);
}

function buildDtype(object: PickleObject, state: unknown): unknown {
  if (!(object instanceof DType)) throw malformed('a dtype state for something else');
  object.setState(state);
  return object;
}

/** `_reconstruct(numpy.ndarray, (0,), b'b')`: an empty array that BUILD fills. */
const reconstruct: GlobalRule = {
  construct: ([type]) => {
    if (!(type instanceof PickleGlobal)) throw malformed('an array without a class');
    return new NdArray(type);
  },
};

/** State of `ndarray.__reduce__`: (version, shape, dtype, is Fortran order, bytes or list of objects). */
function buildArray(object: PickleObject, state: unknown): unknown {
  if (!(object instanceof NdArray) || !(state instanceof PickleTuple))
    throw malformed('an array state for something else');
  const [, shape, dtype, fortran, data] = state.items;
  const content = typeof data === 'string' ? Uint8Array.from(data, (character) => character.charCodeAt(0)) : data;
  return object.setContent({ shape, dtype, fortran: fortran === true || fortran === 1, data: content });
}

/** `_frombuffer(buffer, dtype, shape, order)`: protocol 5. */
const fromBuffer: GlobalRule = {
  construct: ([data, dtype, shape, order], global) => {
    const ndarray = new PickleGlobal('numpy', 'ndarray', { build: buildArray });
    if (!(dtype instanceof DType)) throw malformed(`${global.path} without a dtype`);
    return new NdArray(ndarray).setContent({ shape, dtype, fortran: order === 'F', data });
  },
};

/** `scalar(dtype, bytes)` becomes the plain value; `scalar(dtype('O'), object)` the object. */
const scalar: GlobalRule = {
  construct: ([dtype, data]) => {
    if (!(dtype instanceof DType)) throw malformed('a scalar without a dtype');
    if (dtype.kind === 'O') return data;
    const bytes = typeof data === 'string' ? Uint8Array.from(data, (character) => character.charCodeAt(0)) : data;
    if (!(bytes instanceof Uint8Array) || bytes.length !== dtype.itemSize) throw malformed('a scalar of another size');
    if ('mMcV'.includes(dtype.kind)) return decodeLatin1(bytes);
    return itemReader(bytes, dtype)(0);
  },
};

/** `_ufunc_reconstruct(module, name)`: how numpy 1.x pickles `numpy.log1p` and the like. */
const universalFunction: GlobalRule = {
  construct: ([module, name]) => {
    if (typeof module !== 'string' || typeof name !== 'string' || !functionNames.includes(name)) {
      throw malformed('a function of numpy without a known name');
    }
    return new PickleGlobal(module, name, nameOnly);
  },
};

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
