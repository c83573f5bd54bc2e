import type { SplitterName } from '../plan/split-type.ts';
import type { Splitter } from './splitter.ts';
import { lineSplitter } from './splitters/line.ts';
import { quotedLineSplitter } from './splitters/quoted-line.ts';
import { recordIoSplitter } from './splitters/recordio.ts';
import { tfRecordSplitter } from './splitters/tfrecord.ts';
import { wholeSplitter } from './splitters/whole.ts';

export const splitters: Readonly<Record<SplitterName, Splitter>> = {
  None: wholeSplitter,
  Line: lineSplitter,
  QuotedLine: quotedLineSplitter,
  RecordIO: recordIoSplitter,
  TFRecord: tfRecordSplitter,
};
