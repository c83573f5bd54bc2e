import type { Splitter } from './splitter.ts';
import { lineSplitter } from './splitters/line.ts';
import { wholeSplitter } from './splitters/none.ts';
import { quotedLineSplitter } from './splitters/quoted-line.ts';
import { recordIoSplitter } from './splitters/recordio.ts';
import { tfRecordSplitter } from './splitters/tfrecord.ts';

/** What a job may name as its SplitType. */
export const splitTypes: readonly string[] = ['None', 'Line', 'RecordIO', 'TFRecord'];

/** SplitType → splitter; QuotedLine is what Line becomes where a job's CSV has line breaks in quotes. */
export const splitters: Readonly<Record<string, Splitter>> = {
  None: wholeSplitter,
  Line: lineSplitter,
  QuotedLine: quotedLineSplitter,
  RecordIO: recordIoSplitter,
  TFRecord: tfRecordSplitter,
};
