import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { frameNames, frameWidth, pickColumns } from '@catenary/scoring/internal/models';
import { own } from '@catenary/scoring/internal/names';
import { defined } from '@catenary/scoring/internal/values';
import type { OnnxRuntime, OnnxTensor, OnnxValueInfo } from './onnx-runtime.ts';
import { tensorValues } from './tensor-values.ts';

/**
 * The inputs of a model from a frame. One input takes all columns. Several that are a column each take those of their names,
 * if the frame has names; else each takes as many columns as it is wide, from left to right.
 * Throws `ScoringError`: `missing_column`, `wrong_size`, `wrong_type` with the place.
 */
export function makeFeeds(
  runtime: OnnxRuntime,
  inputs: readonly OnnxValueInfo[],
  frame: Frame,
): Record<string, OnnxTensor> {
  if (inputs.length === 1)
    return Object.fromEntries(inputs.map((input) => [input.name, tensorOf(runtime, input, frame)]));
  const byName = namesOf(inputs, frame);
  const places = byName ?? placesInOrder(inputs, frameWidth(frame));
  return Object.fromEntries(
    inputs.map((input, at) => [input.name, tensorOf(runtime, input, pickColumns(frame, defined(places[at])))]),
  );
}

/** Refuses a model with an input that no rows can fill, as one of maps. Throws `ScoringError` `unsupported_model`. */
export function checkInputs(inputs: readonly OnnxValueInfo[]): void {
  const other = inputs.find(({ type }) => own(tensorValues, type ?? '') === undefined);
  if (other === undefined) return;
  const what = other.isTensor ? `of the type ${other.type}` : 'no tensor (but optional, a sequence or a map)';
  throw new ScoringError('unsupported_model', `The ONNX model's input ${other.name} is ${what}, which no row has.`);
}

/** Columns by the names of the inputs, if each is one column. Throws `missing_column` for one that the frame lacks. */
function namesOf(inputs: readonly OnnxValueInfo[], frame: Frame): number[][] | undefined {
  const names = frameNames(frame);
  if (names === undefined || !inputs.every(isColumn)) return undefined;
  return inputs.map(({ name: column }) => {
    const at = names.indexOf(column);
    if (at >= 0) return [at];
    throw new ScoringError('missing_column', `The input lacks the column "${column}".`, { column });
  });
}

function placesInOrder(inputs: readonly OnnxValueInfo[], columns: number): number[][] {
  const widths = inputs.map(widthOf);
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total !== columns)
    throw new ScoringError('wrong_size', `The input has ${columns} columns; the ONNX model takes ${total}.`);
  let next = 0;
  return widths.map((width) => Array.from({ length: width }, () => next++));
}

function tensorOf(runtime: OnnxRuntime, { type = '', shape = [] }: OnnxValueInfo, frame: Frame): OnnxTensor {
  const columns = frameWidth(frame);
  const width = productOf(shape);
  if (!Number.isNaN(width) && width !== columns) {
    throw new ScoringError('wrong_size', `The input has ${columns} columns; the ONNX model takes ${width}.`);
  }
  // A last length that is free is as long as the rows are; other free lengths would be a guess.
  const inner = Number.isNaN(width) ? [columns] : shape.slice(1).map(lengthOf);
  const [data, dims] = [defined(own(tensorValues, type))(frame), [frame.rowCount, ...inner]];
  // Its class makes floats of JavaScript of them, which its own session cannot read (1.30).
  if (type === 'float16') return { type, data, dims, location: 'cpu' };
  return new runtime.Tensor(type, data, dims);
}

function widthOf({ name, shape = [] }: OnnxValueInfo): number {
  const width = productOf(shape);
  if (Number.isSafeInteger(width)) return width;
  throw new ScoringError('unsupported_model', `The ONNX model does not say how wide its input ${name} is.`);
}

/** Whether it takes one column, or may. */
const isColumn = ({ shape = [] }: OnnxValueInfo) => [1, Number.NaN].includes(productOf(shape));

/** Cells of a row; NaN if that is free. A model that says nothing of a shape leaves all of it free. */
const productOf = (shape: readonly (number | string)[]): number =>
  shape.length === 0 ? Number.NaN : shape.slice(1).reduce<number>((size, length) => size * lengthOf(length), 1);

/** NaN for a length that is free: it has a name, or none. */
const lengthOf = (length: number | string): number => (typeof length === 'number' && length >= 0 ? length : Number.NaN);
