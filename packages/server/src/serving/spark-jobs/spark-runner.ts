import { join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import { parseS3Uri, placeBelow } from '../../contract/s3-uri.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { insideFolder } from '../../util/inside-folder.ts';
import { makeFolder } from '../../util/make-folder.ts';
import { readPlainFile } from '../../util/read-plain-file.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import { ChildProcess } from '../container/process/child-process.ts';
import type { BoxSource } from '../container/process/open-box.ts';
import type { SocketFolders } from '../container/process/socket-folders.ts';
import type { ContainerLogs } from '../container-logs.ts';
import { chooseSpark } from './choose-spark.ts';
import { FailureLines } from './failure-lines.ts';
import { SubmissionError } from './fetch-files.ts';
import type { SparkInstallation } from './inspect-spark.ts';
import { KeptLines } from './kept-lines.ts';
import { type PreparedRun, prepareRun } from './prepare-run.ts';
import { storeOutputs } from './run-data.ts';
import type { RunKey, RunKeys } from './run-keys.ts';
import type { SparkOption } from './spark-option.ts';
import type { SparkOutcome, SparkSubmission } from './spark-submission.ts';

export interface SparkRunnerOptions {
  readonly sparks: readonly SparkOption[];
  readonly objects: Pick<ObjectStore, 'getObject' | 'listObjects' | 'putObject'>;
  readonly keys: RunKeys;
  readonly logs: ContainerLogs;
  readonly box: BoxSource;
  readonly sockets: SocketFolders;
  /** Folders of runs are made in it, and removed. */
  readonly directory: string;
  /** Where this server is reached, known once it is. */
  readonly url: Promise<string>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** SIGTERM, and SIGKILL after it, milliseconds. */
const stopGraceMs = 10_000;

/** Carries out submissions, each in a process of its own, with a folder and a key that go when it has ended. */
export class SparkRunner {
  readonly #options: SparkRunnerOptions;

  constructor(options: SparkRunnerOptions) {
    this.#options = options;
  }

  /** Removes what runs left that were killed with the server. */
  async removeLeft(): Promise<void> {
    await this.#remove(this.#options.directory);
  }

  /** Ends with the signal: then the outcome is Stopped. Rejects for what is no fault of the run. */
  async run(id: string, submission: SparkSubmission, signal: AbortSignal): Promise<SparkOutcome> {
    const { directory, keys, logs, sparks } = this.#options;
    if (submission.refusal !== undefined) return this.#fail(submission, submission.refusal);
    const folder = join(directory, id);
    const limit = AbortSignal.timeout(Math.min(submission.timeoutMs ?? maxTimeoutMs, maxTimeoutMs));
    const choice = await chooseSpark(sparks, submission.wanted).catch((error: Error) => error);
    if (choice instanceof Error) return this.#fail(submission, choice.message);
    const { spark, note } = choice;
    if (note !== undefined) logs.write(submission.errors, note);
    let key: ReturnType<RunKeys['issue']> | undefined;
    try {
      key = keys.issue(submission.accessKeyId);
      const both = AbortSignal.any([signal, limit]);
      const prepared = await this.#prepare({ spark, submission, key, folder, signal: both });
      const kept = [new KeptLines(), new KeptLines()] as const;
      const outcome = await this.#start(prepared, submission, { spark, stop: signal, limit, kept });
      await this.#storeLogs(submission, key, kept);
      const root = join(folder, 'ml');
      const said = await readMessage(root);
      if (submission.data !== undefined)
        await storeOutputs(submission.data, { objects: this.#options.objects, key, signal, root });
      return { ...outcome, ...present({ note, said }) };
    } catch (error) {
      if (signal.aborted) return { status: 'Stopped' };
      if (limit.aborted) return { status: 'TimedOut' };
      if (error instanceof SubmissionError) return this.#fail(submission, error.message);
      throw error;
    } finally {
      key?.revoke();
      await this.#remove(folder);
      // Who sees that the run has ended reads its log next.
      await logs.flush();
    }
  }

  async #prepare(of: Pick<Parameters<typeof prepareRun>[0], 'spark' | 'submission' | 'key' | 'folder' | 'signal'>) {
    const { box, sockets, objects, url, logs } = this.#options;
    const address = { url: await url, region: of.submission.region };
    await makeFolder(of.folder, 0o700);
    const enclosure = { box: await box(), isOffline: false, sockets };
    const prepared = await prepareRun({ ...of, objects, enclosure, address });
    if (!prepared.isTmpOwn)
      logs.write(
        of.submission.errors,
        'This run shares /tmp with the machine: bubblewrap or unshare would give it its own.',
      );
    return prepared;
  }

  async #start(
    definition: PreparedRun,
    { output, errors }: SparkSubmission,
    { spark, stop, limit, kept }: Ending,
  ): Promise<SparkOutcome> {
    const { logs } = this.#options;
    const streams = [
      { name: output, kept: kept[0], failure: new FailureLines() },
      { name: errors, kept: kept[1], failure: new FailureLines() },
    ] as const;
    const follow = (stream: (typeof streams)[number]) => (text: string) => {
      logs.write(stream.name, text);
      stream.kept.write(text);
      for (const line of text.split('\n')) stream.failure.write(line);
    };
    const child = new ChildProcess({ ...definition, onLine: follow(streams[0]), onErrorLine: follow(streams[1]) });
    const end = () => void child.stop(stopGraceMs);
    const either = AbortSignal.any([stop, limit]);
    either.addEventListener('abort', end, { once: true });
    if (either.aborted) end();
    const ending = await child.exited;
    either.removeEventListener('abort', end);
    if (stop.aborted) return { status: 'Stopped' };
    if (limit.aborted) return { status: 'TimedOut' };
    const message = FailureLines.messageOf(streams.map(({ failure }) => failure));
    return outcomeOf(ending, message, spark);
  }

  /** What cannot be stored is said in the log that can be read here. */
  async #storeLogs({ logUri, errors }: SparkSubmission, key: RunKey, kept: Ending['kept']): Promise<void> {
    const folder = parseS3Uri(logUri ?? '');
    if (folder === undefined) return;
    const { objects, logs } = this.#options;
    for (const [at, name] of ['stdout.gz', 'stderr.gz'].entries()) {
      const place = placeBelow(folder, name);
      if (!key.may('PutObject', place))
        logs.write(errors, `${name}: the key that started the run may not write ${logUri}.`);
      else
        await objects
          .putObject(place, kept[at]?.gzip() ?? Buffer.alloc(0))
          .catch((error: Error) => logs.write(errors, `${name} was not stored: ${error.message}`));
    }
  }

  /** What stays takes room; a run, or a start of this server, does not fail for that. */
  async #remove(folder: string): Promise<void> {
    const { log } = this.#options;
    await removeFolder(folder).catch((error: Error) =>
      log.warn({ reason: error.message }, 'what a run of Spark left could not be removed'),
    );
  }

  #fail({ errors }: SparkSubmission, message: string): SparkOutcome {
    this.#options.logs.write(errors, message);
    return { status: 'Failed', message };
  }
}

interface Ending {
  readonly spark: SparkInstallation;
  readonly stop: AbortSignal;
  readonly limit: AbortSignal;
  readonly kept: readonly [KeptLines, KeptLines];
}

/** The longest that a timer takes, milliseconds: 24 days. */
const maxTimeoutMs = 2 ** 31 - 1;

function outcomeOf(ending: string, error: string | undefined, spark: SparkInstallation): SparkOutcome {
  const code = /exit code (\d{1,3})$/.exec(ending)?.[1];
  if (code === '0') return { status: 'Succeeded', exitCode: 0 };
  const exitCode = code === undefined ? undefined : Number(code);
  const how = exitCode === undefined ? ending : `Command failed with exit code ${exitCode}`;
  const message = error === undefined ? how : `${how}: ${error}${missingJar(error, spark)}`;
  return { status: 'Failed', message, ...present({ exitCode }) };
}

/** Longer ones are cut, bytes (SageMaker developer guide, "Build Your Own Processing Container"). */
const maxMessageBytes = 1024;

async function readMessage(root: string): Promise<string | undefined> {
  const path = (await insideFolder(root, 'output/message')) ?? '';
  const bytes = await readPlainFile(path, maxMessageBytes).catch(() => undefined);
  return bytes === undefined || bytes.length === 0 ? undefined : bytes.toString();
}

/** What a run is told that wants a bucket of a Spark that cannot read one. */
function missingJar(error: string, { name, hadoop = 'of its own version' }: SparkInstallation): string {
  if (!/S3AFileSystem not found|No FileSystem for scheme "s3/.test(error)) return '';
  return ` Spark "${name}" has no hadoop-aws: its operator adds hadoop-aws-${hadoop}.jar and the bundle of AWS's SDK to \`jars\` (docs/spark-jobs.md).`;
}
