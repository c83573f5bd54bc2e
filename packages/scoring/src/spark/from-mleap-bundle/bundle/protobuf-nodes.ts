import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { present } from '../../../util/present.ts';
import type { Attribute, AttributeShape } from '../../attributes/attribute.ts';
import { badModel } from '../../bad-model.ts';
import type { Socket } from '../../plan/socket.ts';
import { eachField, guard, nested, readDimensions } from './each-field.ts';
import type { BundleModelFile } from './model-file.ts';
import type { BundleNodeFile } from './node-file.ts';
import { readProtobufTensor } from './protobuf-tensor.ts';

/** `ml.bundle.BasicType`. */
export const basicTypeNames: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'boolean',
  2: 'byte',
  3: 'short',
  4: 'int',
  5: 'long',
  6: 'float',
  7: 'double',
  100: 'string',
  101: 'byte_string',
};

/**
 * Reads a `model.pb`, one bare `ml.bundle.Model`. The messages are walked by hand: they are few, their fields are
 * forgiving (packed or not), and both encodings end in the same `Attribute`.
 */
export function readProtobufModel(bytes: Uint8Array, path: string): BundleModelFile {
  return guard(path, () => {
    let op = '';
    const attributes = new Map<string, Attribute>();
    eachField(new BinaryReader(bytes), (reader, field) => {
      if (field === 1) op = reader.string();
      else if (field === 2) eachField(nested(reader), (map, key) => key === 1 && readEntry(nested(map), attributes));
      else return false;
      return true;
    });
    if (op === '') throw badModel(path, 'names no op');
    return { op, attributes };
  });
}

/** Reads a `node.pb`, one bare `ml.bundle.Node`. */
export function readProtobufNode(bytes: Uint8Array, path: string): BundleNodeFile {
  return guard(path, () => {
    let name = '';
    const inputs: Socket[] = [];
    const outputs: Socket[] = [];
    eachField(new BinaryReader(bytes), (reader, field) => {
      if (field === 1) name = reader.string();
      else if (field === 2) {
        eachField(nested(reader), (shape, list) => {
          if (list !== 1 && list !== 2) return false;
          (list === 1 ? inputs : outputs).push(readSocket(nested(shape)));
          return true;
        });
      } else return false;
      return true;
    });
    return { name, inputs, outputs };
  });
}

function readSocket(reader: BinaryReader): Socket {
  let port = '';
  let name = '';
  eachField(reader, (socket, field) => {
    if (field === 1) port = socket.string();
    else if (field === 2) name = socket.string();
    else return false;
    return true;
  });
  return { port, name };
}

function readEntry(reader: BinaryReader, attributes: Map<string, Attribute>): true {
  let name = '';
  let value: Attribute = { form: 'scalar', items: [] };
  eachField(reader, (entry, field) => {
    if (field === 1) name = entry.string();
    else if (field === 2) value = readValue(nested(entry));
    else return false;
    return true;
  });
  attributes.set(name, value);
  return true;
}

function readValue(reader: BinaryReader): Attribute {
  let value: Attribute = { form: 'scalar', items: [] };
  eachField(reader, (message, field) => {
    if (field === 1) value = { form: 'scalar', items: readItems(nested(message)) };
    else if (field === 2) value = { form: 'list', items: readItems(nested(message)) };
    else if (field === 3) value = readProtobufTensor(nested(message));
    else return false;
    return true;
  });
  return value;
}

/** `Scalar` and `List` number their fields alike; a scalar is a list of at most one. */
function readItems(reader: BinaryReader): unknown[] {
  const items: unknown[] = [];
  eachField(reader, (message, field, wire) => {
    if (field === 2) items.push(message.string());
    else if (field === 7) items.push(message.bytes());
    else if (field === 8) items.push(readProtobufTensor(nested(message)));
    else if (field === 10) items.push(readShape(nested(message)));
    else {
      const read = numberReaders[field];
      if (read === undefined) return false;
      if (wire !== WireType.LengthDelimited) items.push(read(message));
      else for (const packed = nested(message); packed.pos < packed.len; ) items.push(read(packed));
    }
    return true;
  });
  return items;
}

const numberReaders: Readonly<Record<number, (reader: BinaryReader) => unknown>> = {
  1: (reader) => reader.bool(),
  3: (reader) => reader.int32(),
  4: (reader) => Number(reader.int64()),
  5: (reader) => reader.float(),
  6: (reader) => reader.double(),
  9: (reader) => basicTypeNames[reader.int32()] ?? 'unknown',
};

function readShape(reader: BinaryReader): AttributeShape {
  let base = 0;
  let isNullable = false;
  let dimensions: number[] | undefined;
  eachField(reader, (message, field) => {
    if (field === 1) base = message.int32();
    else if (field === 2) isNullable = message.bool();
    else if (field === 3) dimensions = readDimensions(nested(message));
    else return false;
    return true;
  });
  const name = base === 1 ? 'list' : base === 2 ? 'tensor' : 'scalar';
  return { base: name, isNullable, ...present({ dimensions }) };
}
