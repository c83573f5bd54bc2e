/** For the server, not public: model files of any library, by what is in them. */
export { answerCells } from '../model-file/answer-cells.ts';
export { denseFrame } from '../model-file/dense-frame.ts';
export type { ScalarColumn } from '../model-file/frame-columns.ts';
export {
  columnNumbers,
  frameColumns,
  frameNames,
  frameNumbers,
  frameWidth,
  pickColumns,
  sliceFrame,
} from '../model-file/frame-columns.ts';
export { numberAnswer } from '../model-file/number-answer.ts';
export type { FileModel } from '../model-file/open-scoring-model.ts';
export { openScoringModel } from '../model-file/open-scoring-model.ts';
export { rowMajorAnswer } from '../model-file/row-major-answer.ts';
export { featureLines, treeLines } from '../model-file/tree-lines.ts';
export { integerText, writeFrame } from '../model-file/write-answer.ts';
export { answerRows } from '../model-file/written-cells.ts';
export type { ModelFacts, ModelMethod } from '../scoring-model.ts';
export { modelMethods, noMethod } from '../scoring-model.ts';
export { inSlice } from '../sklearn/in-slice.ts';
