/** For the server, not public: rows as a model file takes them. Loads no library's reader. */
export { frameRecoder } from '../model-file/frame-recoder.ts';
export type { InputRules, JsonRow } from '../model-file/json-table.ts';
export { parseModelJson } from '../model-file/json-table.ts';
export { csvFrame, jsonFrame, readFrame } from '../model-file/read-frame.ts';
export type { CsvColumns, InputFormat } from '../model-file/read-input.ts';
