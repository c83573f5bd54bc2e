/** For the server, not public: numbers and texts as languages write them, and the cells of CSV. */

export type { CsvShape } from '../formats/csv/csv-cells.ts';
export { madeByPandas, readCsvCells, writeCsvCell } from '../formats/csv/csv-cells.ts';
export { csvAdvice, jsonAdvice, numberAdvice } from '../text/advice.ts';
export { exactCellNumber } from '../text/cell-number.ts';
export type { ForeignFormat } from '../text/foreign-format.ts';
export { foreignFormat, looksLikeText } from '../text/foreign-format.ts';
export { markedName, markIndexNames, plainName, unmarkIndexNames } from '../text/index-names.ts';
export { javaDoubleText, javaFloatText } from '../text/java-double-text.ts';
export { mayLoseNumberText } from '../text/may-lose-number-text.ts';
export { formatPythonFloat, formatPythonJsonNumber, parsePythonFloat } from '../text/python-float.ts';
export { parsePythonJson } from '../text/python-json.ts';
export { trimEndOf } from '../text/trim-end-of.ts';
