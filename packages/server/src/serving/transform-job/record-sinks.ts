import type { ObjectOutput } from '../../platform/storage/object-output.ts';
import type { OutputFormat } from './output-format.ts';
import type { RecordSink, SinkState } from './record-sink.ts';
import { ParquetSink, type SharedColumns } from './record-sinks/parquet-sink.ts';

/** Where a sink writes. */
export interface SinkTarget {
  readonly output: ObjectOutput;
  /** Where outputs of one job agree on their columns; absent for one that stands alone. */
  readonly columns?: SharedColumns;
}

/** A sink that writes to an output as the job says; `saved` is what the one before it had come to. */
export function openSink(format: OutputFormat, { output, columns }: SinkTarget, saved?: SinkState): RecordSink {
  if (format.kind === 'plain') return plainSink(output);
  return ParquetSink.open(output, format, saved, columns === undefined ? {} : { columns });
}

/** The bytes as they are. */
function plainSink(output: ObjectOutput): RecordSink {
  return {
    append: (bytes) => output.append(bytes),
    sync: async () => ({ output: await output.sync() }),
    seal: async () => ({ output: await output.seal() }),
    publish: async () => void (await output.publish()),
    abort: () => output.abort(),
    close: () => output.close(),
  };
}
