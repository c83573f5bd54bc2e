import { defined } from '../../util/defined.ts';
import { malformed } from '../malformed.ts';
import type { GlobalRule } from '../pickle-object.ts';
import { PickleObject } from '../pickle-object.ts';
import type { PickleStream } from '../pickle-stream.ts';
import { PickleTuple } from '../pickle-tuple.ts';
import { DType } from './dtype.ts';
import { NdArray } from './nd-array.ts';

/**
 * joblib's stand-in for an array: right after the wrapper's BUILD the array's raw bytes follow in the file, before them
 * (joblib 1.2 and later) one byte that says how many bytes of padding come first. Arrays of Python objects follow as a
 * pickle of their own instead.
 *
 * Source: `NumpyArrayWrapper.read_array` in joblib's `numpy_pickle.py`, 0.10 to 1.6.
 */
export const numpyArrayWrapper: GlobalRule = {
  construct: (argumentsOfCall, global) => new PickleObject(global, argumentsOfCall),
  build: (_wrapper, state, stream) => {
    if (!(state instanceof Map)) throw malformed('an array wrapper without attributes');
    const dtype: unknown = state.get('dtype');
    if (!(dtype instanceof DType)) throw malformed('an array wrapper without a dtype');
    if (dtype.kind === 'O') return stream.readNested();
    const shape: unknown = state.get('shape');
    skipPadding(state.get('numpy_array_alignment_bytes'), stream);
    const data = stream.take(countItems(shape) * dtype.itemSize);
    return new NdArray(dtype.global).setContent({ shape, dtype, fortran: state.get('order') === 'F', data });
  },
};

function skipPadding(alignment: unknown, stream: PickleStream): void {
  if (alignment === undefined || alignment === null) return;
  stream.take(defined(stream.take(1)[0]));
}

function countItems(shape: unknown): number {
  if (!(shape instanceof PickleTuple)) throw malformed('an array wrapper without a shape');
  return shape.items.reduce<number>(
    (product, length) => product * (typeof length === 'number' ? length : Number.NaN),
    1,
  );
}
