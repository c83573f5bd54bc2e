import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { ClusterRecord } from '../../tree/cluster-record.ts';
import { eachField, guard } from './each-field.ts';
import type { FolderFiles } from './folder-files.ts';
import { jsonLines, jsonNumbers, prefixed, readDoubles } from './tree-records.ts';

/** The clusters of `tree.json` (one object a line) or `tree.pb` (length-prefixed messages). Throws `bad_model`. */
export function readClusterRecords(folder: FolderFiles): ClusterRecord[] {
  const path = `${folder.path}/tree`;
  if (folder.format === 'json') {
    return jsonLines(folder.file('tree.json'), path).map((line) => ({
      index: Number(line['index'] ?? 0),
      norm: Number(line['norm'] ?? 0),
      values: Float64Array.from(jsonNumbers(line['values'], path)),
      childCount: Number(line['numChildren'] ?? 0),
    }));
  }
  return prefixed(folder.file('tree.pb'), path).map((bytes) => guard(path, () => readProtobuf(bytes)));
}

/** `ml.bundle.ctree.Node`: 1 index (negatives wrap), 2 norm, 3 values, 4 num_children. */
function readProtobuf(bytes: Uint8Array): ClusterRecord {
  let index = 0;
  let norm = 0;
  let childCount = 0;
  const values: number[] = [];
  eachField(new BinaryReader(bytes), (reader, field, wire) => {
    if (field === 1) index = reader.int32();
    else if (field === 2) norm = reader.double();
    else if (field === 4) childCount = reader.int32();
    else return field === 3 && readDoubles(reader, wire, values);
    return true;
  });
  return { index, norm, values: Float64Array.from(values), childCount };
}
