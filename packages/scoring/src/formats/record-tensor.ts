import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { ScoringError } from '../scoring-error.ts';

/** A tensor of `aialgs.data.Record`. Keys present: sparse, `keys[i]` is the position of `values[i]`. */
export interface RecordTensor {
  readonly values: readonly number[];
  readonly keys: readonly number[];
  readonly shape: readonly number[];
}

/** Fields of the messages that are read or written; the rest are skipped. */
const Field = {
  features: 1,
  label: 2,
  key: 1,
  value: 2,
  float32: 2,
  float64: 3,
  int32: 7,
  values: 1,
  keys: 2,
  shape: 3,
};

/**
 * The tensors of a record's `features`, by name. Labels and metadata are skipped.
 * Throws `ScoringError` `bad_input` if the bytes are no such message, or hold a value that is no tensor.
 * Source: the proto definition in SageMaker's "Common data formats for training".
 */
export function readRecordFeatures(bytes: Uint8Array): ReadonlyMap<string, RecordTensor> {
  const features = new Map<string, RecordTensor>();
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [field, wireType] = reader.tag();
      if (field === Field.features && wireType === WireType.LengthDelimited) readEntry(reader.bytes(), features);
      else reader.skip(wireType, field);
    }
  } catch (error) {
    if (error instanceof ScoringError) throw error;
    throw new ScoringError('bad_input', 'A record is not a Protobuf message of the form aialgs.data.Record.');
  }
  return features;
}

/** A record whose `label` holds float32 tensors. */
export function writeRecordLabels(labels: ReadonlyMap<string, readonly number[]>): Uint8Array {
  const writer = new BinaryWriter();
  for (const [key, values] of labels) {
    writer.tag(Field.label, WireType.LengthDelimited).fork();
    writer.tag(Field.key, WireType.LengthDelimited).string(key);
    writer.tag(Field.value, WireType.LengthDelimited).fork();
    writer.tag(Field.float32, WireType.LengthDelimited).fork();
    writer.tag(Field.values, WireType.LengthDelimited).fork();
    for (const value of values) writer.float(value);
    writer.join().join().join().join();
  }
  return writer.finish();
}

function readEntry(bytes: Uint8Array, features: Map<string, RecordTensor>): void {
  const reader = new BinaryReader(bytes);
  let key = '';
  let tensor: RecordTensor | undefined;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === Field.key && wireType === WireType.LengthDelimited) key = reader.string();
    else if (field === Field.value && wireType === WireType.LengthDelimited) tensor = readValue(reader.bytes());
    else reader.skip(wireType, field);
  }
  if (tensor === undefined)
    throw new ScoringError('bad_input', `The feature ${JSON.stringify(key)} of a record is not a tensor of numbers.`);
  features.set(key, tensor);
}

function readValue(bytes: Uint8Array): RecordTensor | undefined {
  const reader = new BinaryReader(bytes);
  let tensor: RecordTensor | undefined;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const read = tensorReaders[field];
    if (read === undefined || wireType !== WireType.LengthDelimited) reader.skip(wireType, field);
    else tensor = readTensor(reader.bytes(), read);
  }
  return tensor;
}

type ReadNumber = (reader: BinaryReader) => number;

const tensorReaders: Readonly<Record<number, ReadNumber>> = {
  [Field.float32]: (reader) => reader.float(),
  [Field.float64]: (reader) => reader.double(),
  [Field.int32]: (reader) => reader.int32(),
};

function readTensor(bytes: Uint8Array, read: ReadNumber): RecordTensor {
  const tensor = { values: [] as number[], keys: [] as number[], shape: [] as number[] };
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === Field.values) readPacked(reader, wireType, (numbers) => tensor.values.push(read(numbers)));
    else if (field === Field.keys) readPacked(reader, wireType, (numbers) => tensor.keys.push(readIndex(numbers)));
    else if (field === Field.shape) readPacked(reader, wireType, (numbers) => tensor.shape.push(readIndex(numbers)));
    else reader.skip(wireType, field);
  }
  return tensor;
}

const readIndex: ReadNumber = (reader) => Number(reader.uint64());

/** Calls `take` where a number stands: a field holds one, or many in a row. */
function readPacked(reader: BinaryReader, wireType: WireType, take: (numbers: BinaryReader) => void): void {
  if (wireType !== WireType.LengthDelimited) {
    take(reader);
    return;
  }
  const packed = new BinaryReader(reader.bytes());
  while (packed.pos < packed.len) take(packed);
}
