import { readRecordFeatures, type RecordTensor } from '../../../../scoring/codec/aialgs-record.ts';
import { readRecordIo } from '../../../../scoring/codec/recordio.ts';
import type { Frame } from '../../../../scoring/frame/frame.ts';
import { ScoringError } from '../../../../scoring/scoring-error.ts';
import type { ContainerAnswer } from '../../payload.ts';
import { featureFrame } from './feature-frame.ts';
import { parseFailure } from './refusal.ts';

const MAX_COLUMNS = 2 ** 31 - 2;

/**
 * RecordIO-Protobuf: the tensor `values` of each record's features; with keys it is a sparse row, absent positions are
 * missing. Labels are ignored. The answer is the container's 415.
 */
export function decodeRecordIo(body: Buffer): Frame | ContainerAnswer {
  try {
    const tensors = readRecordIo(body).map((record, row) => {
      const tensor = readRecordFeatures(record).get('values');
      if (tensor === undefined)
        throw new ScoringError('bad_input', `Record ${row + 1} has no feature named values.`, { row });
      return tensor;
    });
    if (tensors.length === 0) return parseFailure('recordio-protobuf', 'The body holds no record.');
    return featureFrame(
      'recordio-protobuf',
      (tensors[0] as RecordTensor).keys.length > 0 ? sparseRows(tensors) : denseRows(tensors),
    );
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    const { row } = error.place;
    return parseFailure('recordio-protobuf', error.message, row === undefined ? undefined : { row });
  }
}

function denseRows(tensors: readonly RecordTensor[]) {
  const columnCount = (tensors[0] as RecordTensor).values.length;
  const values = new Float64Array(tensors.length * columnCount);
  tensors.forEach((tensor, row) => {
    if (tensor.keys.length > 0 || tensor.values.length !== columnCount) {
      throw new ScoringError(
        'bad_input',
        `Record ${row + 1} is not a dense row of ${columnCount} values as the first record is.`,
        { row },
      );
    }
    values.set(tensor.values, row * columnCount);
  });
  return { kind: 'dense', values, rowCount: tensors.length, columnCount } as const;
}

function sparseRows(tensors: readonly RecordTensor[]) {
  const starts = new Int32Array(tensors.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  let columnCount = 0;
  tensors.forEach((tensor, row) => {
    const width = tensor.shape[0] ?? tensor.keys.reduce((most, key) => Math.max(most, key + 1), 0);
    if (tensor.keys.length !== tensor.values.length || width > MAX_COLUMNS || tensor.keys.some((key) => key >= width)) {
      throw new ScoringError(
        'bad_input',
        `Record ${row + 1} is sparse, but its keys do not fit its values or its shape.`,
        {
          row,
        },
      );
    }
    const order = tensor.keys
      .map((_key, at) => at)
      .sort((a, b) => (tensor.keys[a] as number) - (tensor.keys[b] as number));
    for (const at of order) {
      indices.push(tensor.keys[at] as number);
      values.push(tensor.values[at] as number);
    }
    starts[row + 1] = indices.length;
    columnCount = Math.max(columnCount, width);
  });
  const sparse = { starts, indices: Int32Array.from(indices), values: Float64Array.from(values) };
  return { kind: 'sparse', ...sparse, rowCount: tensors.length, columnCount } as const;
}
