import { uriOf } from '../../../contract/s3-uri.ts';
import type { ReadableObjects } from '../../../platform/storage/object-store.ts';
import { describeObjectError } from '../../transform-job/describe-object-error.ts';
import type { InputFormat } from '../../transform-job/plan/input-format.ts';
import type { InputObject } from '../../transform-job/records/input-objects.ts';
import { openRecordSource } from '../../transform-job/records/record-sources.ts';
import { objectStart, type Splitter } from '../../transform-job/records/splitter.ts';
import { splitters } from '../../transform-job/records/splitters.ts';
import type { Row } from '../analysis/data-profile.ts';
import { MonitoringError } from '../monitoring-error.ts';
import { type CaptureReading, capturedRows } from './captured-rows.ts';
import { cellsOfCsv } from './cells-of-csv.ts';
import type { DatasetFormat } from './dataset-format.ts';
import { positionName } from './position-name.ts';
import { rowsOfJson } from './rows-of-json.ts';

export interface DatasetReading {
  readonly format: DatasetFormat;
  readonly capture: CaptureReading;
  readonly store: ReadableObjects;
  readonly signal: AbortSignal;
}

/** What rows are read for. */
export interface RowTaker {
  add(row: Row): void;
}

/** The rows of a record; undefined if it cannot be read. */
type ReadRecord = (record: string, columns: readonly string[] | undefined) => Row[] | undefined;

interface Reader {
  readonly input: InputFormat & { readonly splitType: keyof typeof splitters };
  readonly read: ReadRecord;
}

/** Of records: room for a captured request and its answer, in base64. */
export const datasetLimits = { blockBytes: 64 * 1024, maxRecordBytes: 32 * 1024 ** 2 };

/**
 * Gives the rows of an object away; returns how many captured requests were left out because they cannot be read. Throws
 * `MonitoringError` for such a record in any other file, and `ObjectFailure` for an object that cannot be read.
 */
export async function readDataset(object: InputObject, into: RowTaker, reading: DatasetReading): Promise<number> {
  const { format } = reading;
  let unread = 0;
  let record = 0;
  try {
    for await (const block of readBlocks(object, reading))
      for (const rows of block) {
        record++;
        if (rows !== undefined) for (const row of rows) into.add(row);
        else if (isCaptured(format)) unread++;
        else throw new MonitoringError(`Record ${record} of ${uriOf(object)} is not ${wordOf(format)}.`);
      }
  } catch (error) {
    throw describeObjectError(error, { object, done: record });
  }
  return unread;
}

/** The rows of each record, block by block; undefined for a record that cannot be read. */
async function* readBlocks(object: InputObject, reading: DatasetReading): AsyncGenerator<(Row[] | undefined)[]> {
  const { store, signal } = reading;
  const { input, read } = readerOf(reading);
  const source = await openRecordSource(object, { format: input, compression: 'by-name' }, store);
  const splitter: Splitter = splitters[input.splitType];
  for await (const block of source.blocks(objectStart, datasetLimits, signal)) {
    if (!Buffer.isBuffer(block)) continue;
    const names = source.columns?.map(({ name }) => name);
    yield splitter.records(block).map(({ body }) => read(body.toString(), names));
  }
}

function readerOf({ format, capture }: DatasetReading): Reader {
  switch (format.kind) {
    case 'csv':
      return {
        input: { kind: 'csv', splitType: 'QuotedLine', hasHeader: format.hasHeader, delimiter: ',', quote: '"' },
        read: readCsv,
      };
    case 'parquet':
      return { input: { kind: 'parquet', splitType: 'Line', line: 'json' }, read: readJson };
    case 'json-lines':
      return { input: { kind: 'split', splitType: 'Line' }, read: readJson };
    case 'capture':
    case 'merge':
      return { input: { kind: 'split', splitType: 'Line' }, read: (record) => capturedRows(record, capture) };
  }
}

const readCsv: ReadRecord = (record, columns) => {
  const cells = cellsOfCsv(record);
  return cells === undefined
    ? undefined
    : [new Map(cells.map((cell, at) => [columns?.[at] ?? positionName(at), cell]))];
};

const readJson: ReadRecord = (record) => {
  try {
    return rowsOfJson(record).map(
      ({ named, placed }) => new Map([...named, ...placed.map((cell, at) => [positionName(at), cell] as const)]),
    );
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const isCaptured = ({ kind }: DatasetFormat) => kind === 'capture' || kind === 'merge';

const wordOf = ({ kind }: DatasetFormat) => (kind === 'csv' ? 'CSV: its quotes are broken' : 'JSON');
