/** For the server, not public: pages of Parquet; needs `hyparquet`. */
export { checkParquetColumns } from '../formats/parquet/check-columns.ts';
export type { ColumnPage } from '../formats/parquet/column-pages.ts';
export { readColumnPages } from '../formats/parquet/column-pages.ts';
export { prepareCompressors } from '../formats/parquet/compressors.ts';
export { schemaPath } from '../formats/parquet/pages.ts';
export { parquetExpandsBeyond } from '../formats/parquet/parquet-expands-beyond.ts';
export { readFooter } from '../formats/parquet/read-footer.ts';
