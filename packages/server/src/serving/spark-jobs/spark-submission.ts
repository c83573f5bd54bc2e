import type { LogStreamName } from '../../platform/logs/log-event.ts';
import type { WantedSpark } from './choose-spark.ts';
import type { RunData } from './run-data.ts';

/** One call of spark-submit, whatever API it came by. Files are `s3://` addresses, or with `data` paths below `/opt/ml`: of a folder all files. */
export interface SparkSubmission {
  /** A script of Python. */
  readonly main: string;
  readonly arguments: readonly string[];
  /** Modules and archives of them, before all others on Python's path. */
  readonly pyFiles?: readonly string[];
  readonly jars?: readonly string[];
  /** They lie in the working directory. */
  readonly files?: readonly string[];
  /** Unpacked in the working directory, `address#folder`. */
  readonly archives?: readonly string[];
  /** Settings of Spark. */
  readonly conf?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** What lies below `/opt/ml` while it runs; the outputs are stored however it ends. */
  readonly data?: RunData;
  readonly wanted?: WantedSpark | undefined;
  /** Whether what the script calls of Python 2 is there (`xrange`, `reduce` ...). */
  readonly isPython2?: boolean;
  /** Milliseconds. */
  readonly timeoutMs?: number;
  /** Region of the caller, and of what the run asks for. */
  readonly region: string;
  /** The access key whose rights the run has; undefined: it may do everything. */
  readonly accessKeyId?: string | undefined;
  /** Why it is not carried out: it fails with that. */
  readonly refusal?: string;
  /** `s3://bucket/prefix` below which its logs are stored when it has ended, as stdout.gz and stderr.gz. */
  readonly logUri?: string;
  readonly output: LogStreamName;
  readonly errors: LogStreamName;
}

/** How a submission ended. */
export interface SparkOutcome {
  readonly status: 'Succeeded' | 'Failed' | 'Stopped' | 'TimedOut';
  /** Undefined if it was not begun, or ended by a signal. */
  readonly exitCode?: number;
  /** Why it failed. */
  readonly message?: string;
  /** What it said in `/opt/ml/output/message`. */
  readonly said?: string;
  /** What was run, if it is not what was asked for. */
  readonly note?: string;
}
