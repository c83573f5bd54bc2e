import type { ObjectOutput } from '../../platform/storage/object-output.ts';
import type { OutputFormat } from './output-format.ts';
import type { RecordSink, SinkState } from './record-sink.ts';
import { ParquetSink } from './record-sinks/parquet-sink.ts';

/** A sink that writes to an output as the job says; `saved` is what the one before it had come to. */
export function openSink(format: OutputFormat, output: ObjectOutput, saved?: SinkState): RecordSink {
  return format.kind === 'parquet' ? ParquetSink.open(output, format, saved) : plainSink(output);
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
