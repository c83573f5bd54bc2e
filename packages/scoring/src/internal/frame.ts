/** For the server, not public: the currency: frames, their types, and the error that everything throws. */
export { asVectors } from '../frame/as-vectors.ts';
export { AssembledVectors } from '../frame/assembled-vectors.ts';
export type { Column } from '../frame/column.ts';
export type { BasicType, DataType } from '../frame/data-type.ts';
export { basicTypes, describeType, list, scalar, vector } from '../frame/data-type.ts';
export { ExactLongs } from '../frame/exact-longs.ts';
export { vectorWidth } from '../frame/fixed-vectors.ts';
export type { Frame, Rejection } from '../frame/frame.ts';
export { GivenCells } from '../frame/given-cells.ts';
export type { Field, Schema } from '../frame/schema.ts';
export { isTensor } from '../frame/tensor.ts';
export type { VectorColumn } from '../frame/vector-column.ts';
export { denseBlock } from '../frame/vector-column.ts';
export type { VectorRows } from '../frame/vector-frame.ts';
export { vectorFrame } from '../frame/vector-frame.ts';
export type { ModelFiles } from '../model-files.ts';
export { ScoringError } from '../scoring-error.ts';
export { BeyondAllowance, spend, withAllowance } from '../util/allowance.ts';
