import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { badModel } from '../../bad-model.ts';

/** Calls `read` for each field; what it does not take (false) is skipped. */
export function eachField(
  reader: BinaryReader,
  read: (reader: BinaryReader, field: number, wire: WireType) => boolean,
): void {
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (!read(reader, field, wire)) reader.skip(wire, field);
  }
}

export function nested(reader: BinaryReader): BinaryReader {
  return new BinaryReader(reader.bytes());
}

/** Runs a reader; what it stumbles over is the file's fault, not ours. */
export function guard<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || !(error instanceof Error) || error.name !== 'ScoringError') {
      throw badModel(path, `is not the Protobuf message it should be: ${error instanceof Error ? error.message : ''}`);
    }
    throw error;
  }
}

export function readDimensions(reader: BinaryReader): number[] {
  const dimensions: number[] = [];
  eachField(reader, (message, field) => {
    if (field !== 1) return false;
    let size = 0;
    eachField(nested(message), (dimension, part) => {
      if (part !== 1) return false;
      size = dimension.int32();
      return true;
    });
    dimensions.push(size);
    return true;
  });
  return dimensions;
}
