import { type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet';

/**
 * Refuses a Parquet file whose row groups name columns otherwise than its schema: hyparquet begins to read them all the
 * same, and what goes wrong then in columns that no caller waits for would end the process. Throws `Error`.
 */
export function checkParquetColumns(metadata: FileMetaData): void {
  const schema = parquetSchema(metadata);
  for (const { columns } of metadata.row_groups) {
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
