import type { Splitter } from './splitter.ts';
import { lineSplitter } from './splitters/line.ts';
import { wholeSplitter } from './splitters/none.ts';
import { recordIoSplitter } from './splitters/recordio.ts';
import { tfRecordSplitter } from './splitters/tfrecord.ts';

/** SplitType → splitter. */
export const splitters: Readonly<Record<string, Splitter>> = {
  None: wholeSplitter,
  Line: lineSplitter,
  RecordIO: recordIoSplitter,
  TFRecord: tfRecordSplitter,
};
