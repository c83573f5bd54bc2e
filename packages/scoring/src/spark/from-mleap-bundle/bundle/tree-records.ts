import { BinaryReader, getTextEncoding, WireType } from '@bufbuild/protobuf/wire';
import { badModel } from '../../bad-model.ts';
import type { TreeRecord } from '../../tree/tree-record.ts';
import { eachField, guard, nested } from './each-field.ts';
import type { FolderFiles } from './folder-files.ts';

/** The nodes of `tree.json` (one object a line) or `tree.pb` (length-prefixed messages). Throws `bad_model`. */
export function readTreeRecords(folder: FolderFiles): TreeRecord[] {
  if (folder.format === 'json') {
    const path = `${folder.path}/tree.json`;
    return jsonLines(folder.file('tree.json'), path).map((line, at) => jsonRecord(line, `${path}, line ${at + 1}`));
  }
  const path = `${folder.path}/tree.pb`;
  return prefixed(folder.file('tree.pb'), path).map((bytes) => guard(path, () => protobufRecord(bytes, path)));
}

/** Parsed lines of a file of JSON objects; blank lines are left out. */
export function jsonLines(bytes: Uint8Array, path: string): Readonly<Record<string, unknown>>[] {
  const lines = getTextEncoding().decodeUtf8(bytes).split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .map((line, at) => {
      try {
        const value: unknown = JSON.parse(line);
        if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
      } catch {
        // reported below
      }
      throw badModel(path, `line ${at + 1} is no JSON object`);
    });
}

/** Records of a file in which each has its byte length before it (int32, big-endian). */
export function prefixed(bytes: Uint8Array, path: string): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = at + 4 <= bytes.length ? view.getInt32(at) : -1;
    if (length < 0 || at + 4 + length > bytes.length) throw badModel(path, `is cut off at byte ${at}`);
    records.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return records;
}

/** JSON numbers, null being NaN. */
export function jsonNumbers(value: unknown, where: string): number[] {
  if (!Array.isArray(value)) throw badModel(where, 'has no list of numbers where one is due');
  return value.map((item: unknown) => {
    if (item !== null && typeof item !== 'number') throw badModel(where, 'has something else than a number in a list');
    return item ?? Number.NaN;
  });
}

function jsonRecord(line: Readonly<Record<string, unknown>>, where: string): TreeRecord {
  if (line['type'] === 'leaf') return { kind: 'leaf', values: jsonNumbers(line['values'], where) };
  const split = line['split'] as Readonly<Record<string, unknown>> | null | undefined;
  if (line['type'] !== 'internal' || typeof split !== 'object' || split === null)
    throw badModel(where, 'is neither split nor leaf');
  const feature = split['featureIndex'] ?? 0;
  if (typeof feature !== 'number') throw badModel(where, 'has no feature index');
  if (split['type'] === 'categorical') {
    return {
      kind: 'categorical',
      feature,
      isLeft: split['isLeft'] === true,
      categories: jsonNumbers(split['categories'], where),
    };
  }
  const threshold = split['threshold'] ?? Number.NaN;
  if (split['type'] !== 'continuous' || typeof threshold !== 'number') throw badModel(where, 'has an unknown split');
  return { kind: 'continuous', feature, threshold };
}

/** `ml.bundle.dtree.Node`: 1 internal { 1 split }, 2 leaf { 1 values }. */
function protobufRecord(bytes: Uint8Array, path: string): TreeRecord {
  let record: TreeRecord | undefined;
  eachField(new BinaryReader(bytes), (node, field) => {
    if (field === 1) {
      eachField(nested(node), (internal, part) => {
        if (part !== 1) return false;
        record = protobufSplit(nested(internal));
        return true;
      });
    } else if (field === 2) {
      const values: number[] = [];
      eachField(nested(node), (leaf, part, wire) => part === 1 && readDoubles(leaf, wire, values));
      record = { kind: 'leaf', values };
    } else return false;
    return true;
  });
  if (record === undefined) throw badModel(path, 'has a node that is neither split nor leaf');
  return record;
}

/** `Split`: 1 categorical { 1 feature_index, 2 is_left, 3 num_categories, 4 categories }, 2 continuous { 1, 2 threshold }. */
function protobufSplit(reader: BinaryReader): TreeRecord {
  let feature = 0;
  let isLeft = false;
  let threshold = 0;
  let isCategorical = false;
  const categories: number[] = [];
  eachField(reader, (split, form) => {
    if (form !== 1 && form !== 2) return false;
    isCategorical = form === 1;
    eachField(nested(split), (part, field, wire) => {
      if (field === 1) feature = part.int32();
      else if (field === 2 && isCategorical) isLeft = part.bool();
      else if (field === 2) threshold = part.double();
      else return field === 4 && readDoubles(part, wire, categories);
      return true;
    });
    return true;
  });
  return isCategorical
    ? { kind: 'categorical', feature, isLeft, categories }
    : { kind: 'continuous', feature, threshold };
}

/** Repeated doubles, packed or not, appended to `into`. */
export function readDoubles(reader: BinaryReader, wire: WireType, into: number[]): true {
  if (wire !== WireType.LengthDelimited) into.push(reader.double());
  else for (const packed = nested(reader); packed.pos < packed.len; ) into.push(packed.double());
  return true;
}
