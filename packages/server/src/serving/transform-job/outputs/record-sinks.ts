import type { ObjectOutput } from '../../../platform/storage/object-output.ts';
import type { OutputFormat } from '../plan/output-format.ts';
import type { RecordSink, SinkState } from './record-sink.ts';
import type { SinkTarget } from './record-sinks/parquet-sink.ts';

/**
 * A sink that writes to an output as the job's plan says; `saved` is what the one before it had come to. The writer of Parquet
 * is loaded for a job that needs it.
 */
export async function openRecordSink(format: OutputFormat, target: SinkTarget, saved?: SinkState): Promise<RecordSink> {
  switch (format.kind) {
    case 'plain':
      return plainSink(target.output);
    case 'parquet':
      return (await import('./record-sinks/parquet-sink.ts')).ParquetSink.open(format, target, saved);
  }
}

/** The bytes as they are. */
function plainSink(output: ObjectOutput): RecordSink {
  return {
    append: (bytes) => output.append(bytes),
    sync: async () => ({ output: await output.sync() }),
    finish: () => Promise.resolve(true),
    seal: async () => ({ output: await output.seal() }),
    publish: async () => void (await output.publish()),
    abort: () => output.abort(),
    close: () => output.close(),
  };
}
