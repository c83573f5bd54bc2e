import { type RecordTensor, readRecordFeatures, readRecordIo } from '@catenary/scoring/internal/formats';
import { type Frame, ScoringError, type VectorRows, vectorFrame } from '@catenary/scoring/internal/frame';
import { defined } from '@catenary/scoring/internal/values';
import type { FileFacts } from '../../file-facts.ts';
import type { ContainerAnswer } from '../../payload.ts';
import type { RequestColumns } from './decode-csv.ts';
import { parseFailure } from './refusal.ts';

const MAX_COLUMNS = 2 ** 31 - 2;

/**
 * RecordIO-Protobuf: the tensor `values` of each record's features; with keys it is a sparse row, absent positions are
 * missing. Labels are ignored. The answer is the container's 415.
 */
export function decodeRecordIo(body: Buffer, { file }: RequestColumns = { file: undefined }): Frame | ContainerAnswer {
  try {
    const tensors = readTensors(body);
    const [head] = tensors;
    if (head === undefined) return parseFailure('recordio-protobuf', 'The body holds no record.');
    const first = firstTensor(file) ?? head;
    const rows = first.keys.length > 0 ? sparseRows(tensors) : denseRows(tensors, first.values.length);
    return vectorFrame(rows, 'recordio-protobuf');
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    const { row } = error.place;
    return parseFailure('recordio-protobuf', error.message, row === undefined ? undefined : { row });
  }
}

function readTensors(body: Buffer): RecordTensor[] {
  return readRecordIo(body).map((record, row) => {
    const tensor = readRecordFeatures(record).get('values');
    if (tensor !== undefined) return tensor;
    throw new ScoringError('bad_input', `Record ${row + 1} has no feature named values.`, { row });
  });
}

/** The first record of the file that the request is a part of gives the form of all; undefined if none can be read. */
function firstTensor(file: FileFacts | undefined): RecordTensor | undefined {
  if (file?.firstRecord === undefined) return undefined;
  try {
    return readTensors(Buffer.from(file.firstRecord))[0];
  } catch (error) {
    if (error instanceof ScoringError) return undefined;
    throw error;
  }
}

function denseRows(tensors: readonly RecordTensor[], columnCount: number): VectorRows {
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
  return { values, rowCount: tensors.length, columnCount };
}

function sparseRows(tensors: readonly RecordTensor[]): VectorRows {
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
    const order = tensor.keys.map((_key, at) => at).sort((a, b) => defined(tensor.keys[a]) - defined(tensor.keys[b]));
    for (const at of order) {
      indices.push(defined(tensor.keys[at]));
      values.push(defined(tensor.values[at]));
    }
    starts[row + 1] = indices.length;
    columnCount = Math.max(columnCount, width);
  });
  const sparse = { starts, indices: Int32Array.from(indices), values: Float64Array.from(values) };
  return { ...sparse, rowCount: tensors.length, columnCount };
}
