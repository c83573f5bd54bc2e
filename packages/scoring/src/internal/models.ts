/** For the server, not public: model files of any library, by what is in them. */
export { denseFeaturesOf } from '../model-file/feature-input.ts';
export { jsonTable, parseModelJson } from '../model-file/json-table.ts';
export type { InputRules, JsonRow } from '../model-file/json-table.ts';
export type { ModelAnswer, ModelFile, ModelInput } from '../model-file/model-file.ts';
export { openModelFile } from '../model-file/open-model-file.ts';
export { csvTable, readInput } from '../model-file/read-input.ts';
export type { CsvColumns, InputFormat } from '../model-file/read-input.ts';
export { featureLines, treeLines } from '../model-file/tree-lines.ts';
export { integerText, writeAnswer } from '../model-file/write-answer.ts';
export { modelMethods, noMethod } from '../scoring-model.ts';
export type { ModelFacts, ModelMethod } from '../scoring-model.ts';
export { inSlice } from '../sklearn/in-slice.ts';
