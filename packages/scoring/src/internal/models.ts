/** For the server, not public: model files of any library, by what is in them. */
export { denseFeaturesOf, noMethod } from '../model-file/feature-input.ts';
export { jsonTable, parseModelJson } from '../model-file/json-table.ts';
export type { InputRules, JsonRow } from '../model-file/json-table.ts';
export { modelMethods } from '../model-file/model-file.ts';
export type { ModelAnswer, ModelFacts, ModelFile, ModelInput, ModelMethod } from '../model-file/model-file.ts';
export { openModelFile } from '../model-file/open-model-file.ts';
export { csvTable, readInput } from '../model-file/read-input.ts';
export type { CsvColumns, InputFormat } from '../model-file/read-input.ts';
export { featureLines, treeLines } from '../model-file/tree-lines.ts';
export { integerText, writeAnswer } from '../model-file/write-answer.ts';
export { inSlice } from '../sklearn/in-slice.ts';
