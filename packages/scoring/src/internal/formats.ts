/** For the server, not public: bytes to cells and back; no model in it. */

export { CsvRows } from '../formats/csv/csv-rows.ts';
export { halfBits, halfValue } from '../formats/half-bits.ts';
export { inferRowSchema } from '../formats/infer-row-schema.ts';
export { parseJavaScalar } from '../formats/java-scalar.ts';
export { decodeJsonRows, encodeJsonRows, parseJsonRow } from '../formats/json-rows.ts';
export { decodeNpy, encodeNpy, encodeNpyIntegers, encodeNpyTexts } from '../formats/npy.ts';
export type { RecordTensor } from '../formats/record-tensor.ts';
export { readRecordFeatures, writeRecordLabels } from '../formats/record-tensor.ts';
export { readRecordIo, writeRecordIo } from '../formats/recordio.ts';
