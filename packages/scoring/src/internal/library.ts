/**
 * For the server, not public: the library's public functions, for code that uses models as its users do, and what such code asks of
 * a model before it scores.
 */
export { answersOf } from '../doors/answers-of.ts';
export { chain } from '../doors/chain.ts';
export type { Output } from '../doors/engine.ts';
export { load } from '../doors/load.ts';
export type { Method, Model } from '../doors/model.ts';
export type { Result } from '../doors/result.ts';
export type { Columns, Rows, SparseVector, Value } from '../doors/rows.ts';
export { takesOutputs } from '../doors/takes-outputs.ts';
