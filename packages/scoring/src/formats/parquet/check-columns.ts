import { type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet';

/**
 * Refuses a Parquet file whose row groups name columns otherwise than its schema: hyparquet begins to read them all the
 * same, and what goes wrong then in columns that no caller waits for would end the process. Rows without columns are refused too: a
 * file of some bytes could claim any number of them. Throws `Error`.
 */
export function checkParquetColumns(metadata: FileMetaData): void {
  const schema = parquetSchema(metadata);
  for (const { columns, num_rows: rows } of metadata.row_groups) {
    if (columns.length === 0 && rows > 0) throw new Error('a row group has rows, but no columns');
    const seen = new Set<string>();
    for (const { meta_data: column } of columns) {
      const path = column?.path_in_schema ?? [];
      const name = JSON.stringify(path);
      if (seen.has(name) || !isLeaf(schema, path))
        throw new Error('the columns of a row group are not those of its schema');
      seen.add(name);
    }
  }
}

function isLeaf(schema: SchemaTree, path: readonly string[]): boolean {
  let tree: SchemaTree | undefined = schema;
  for (const name of path) tree = tree?.children.find(({ element }) => element.name === name);
  return path.length > 0 && tree !== undefined && tree.children.length === 0;
}
