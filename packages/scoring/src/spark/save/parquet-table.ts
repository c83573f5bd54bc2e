/** One row of a Parquet dataset by column name; 64-bit integers are bigint, very long lists of texts `PackedTexts`. */
export type ParquetRow = Readonly<Record<string, unknown>>;

/** A dataset that was read, or why it could not be. */
export type ParquetTable = { readonly rows: readonly ParquetRow[] } | { readonly problem: string };
