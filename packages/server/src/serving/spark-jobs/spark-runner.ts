import { join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import { parseS3Uri, placeBelow } from '../../contract/s3-uri.ts';
import type { LogStreamName } from '../../platform/logs/log-event.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import type { BoxSource } from '../container/process/box-source.ts';
import type { SocketFolders } from '../container/process/socket-folders.ts';
import { type ChosenSpark, chooseSpark } from './choose-spark.ts';
import type { SparkInstallation } from './inspect-spark.ts';
import { KeptLines } from './kept-lines.ts';
import { prepareRun } from './prepare-run.ts';
import { readMessage } from './read-message.ts';
import { storeOutputs } from './run-data.ts';
import { type OwnRun, type RunFolderOptions, runInFolder } from './run-in-folder.ts';
import type { RunKey } from './run-keys.ts';
import { runProcess } from './run-process.ts';
import type { SparkOption } from './spark-option.ts';
import type { SparkOutcome, SparkSubmission } from './spark-submission.ts';

export interface SparkRunnerOptions extends RunFolderOptions {
  readonly sparks: readonly SparkOption[];
  readonly objects: Pick<ObjectStore, 'getObject' | 'listObjects' | 'putObject'>;
  readonly box: BoxSource;
  readonly sockets: SocketFolders;
  /** Where this server is reached, known once it is. */
  readonly url: Promise<string>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** Carries out submissions, each in a process of its own, with a folder and a key that go when it has ended. */
export class SparkRunner {
  readonly #options: SparkRunnerOptions;

  constructor(options: SparkRunnerOptions) {
    this.#options = options;
  }

  /** Removes what runs left that were killed with the server. */
  async removeLeft(): Promise<void> {
    await removeFolder(this.#options.directory);
  }

  /** Ends with the signal: then the outcome is Stopped. Rejects for what is no fault of the run. */
  async run(id: string, submission: SparkSubmission, signal: AbortSignal): Promise<SparkOutcome> {
    const { logs, sparks } = this.#options;
    const { refusal, accessKeyId, timeoutMs, errors } = submission;
    if (refusal !== undefined) return this.#fail(submission, refusal);
    const choice = await chooseSpark(sparks, submission.wanted).catch((error: Error) => error);
    if (choice instanceof Error) return this.#fail(submission, choice.message);
    if (choice.note !== undefined) logs.write(errors, choice.note);
    return runInFolder({ id, accessKeyId, timeoutMs, errors, signal }, this.#options, (run) =>
      this.#run(choice, submission, { ...run, signal }),
    );
  }

  async #run(
    { spark, note }: ChosenSpark,
    submission: SparkSubmission,
    { folder, key, limit, signal }: OwnRun & { readonly signal: AbortSignal },
  ): Promise<SparkOutcome> {
    const { logs, objects } = this.#options;
    const { output, errors, data } = submission;
    const both = AbortSignal.any([signal, limit]);
    const prepared = await this.#prepare({ spark, submission, key, folder, signal: both });
    const kept = [new KeptLines(), new KeptLines()] as const;
    const target = (name: LogStreamName, lines: KeptLines) => (line: string) => {
      logs.write(name, line);
      lines.write(line);
    };
    const targets = [target(output, kept[0]), target(errors, kept[1])] as const;
    const outcome = await runProcess(prepared, targets, { stop: signal, limit });
    await this.#storeLogs(submission, key, kept);
    const root = join(folder, 'ml');
    const said = await readMessage(root);
    if (data !== undefined) await storeOutputs(data, { objects, key, signal, root });
    const message =
      outcome.message === undefined ? undefined : `${outcome.message}${missingJar(outcome.message, spark)}`;
    return { ...outcome, ...present({ message, note, said }) };
  }

  async #prepare(of: Pick<Parameters<typeof prepareRun>[0], 'spark' | 'submission' | 'key' | 'folder' | 'signal'>) {
    const { box, sockets, objects, url, logs } = this.#options;
    const address = { url: await url, region: of.submission.region };
    const enclosure = { box: await box(), isOffline: false, sockets };
    const prepared = await prepareRun({ ...of, objects, enclosure, address });
    if (!prepared.isTmpOwn)
      logs.write(
        of.submission.errors,
        'This run shares /tmp with the machine: bubblewrap or unshare would give it its own.',
      );
    return prepared;
  }

  /** What cannot be stored is said in the log that can be read here. */
  async #storeLogs({ logUri, errors }: SparkSubmission, key: RunKey, kept: readonly KeptLines[]): Promise<void> {
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

  #fail({ errors }: SparkSubmission, message: string): SparkOutcome {
    this.#options.logs.write(errors, message);
    return { status: 'Failed', message };
  }
}

/** The reason of a run that wants a bucket of a Spark that cannot read one. */
function missingJar(error: string, { name, hadoop = 'of its own version' }: SparkInstallation): string {
  if (!/S3AFileSystem not found|No FileSystem for scheme "s3/.test(error)) return '';
  return ` Spark "${name}" has no hadoop-aws: its operator adds hadoop-aws-${hadoop}.jar and the bundle of AWS's SDK to \`jars\` (docs/spark-jobs.md).`;
}
