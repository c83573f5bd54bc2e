import { join } from 'node:path';
import type { JobRunnerOptions } from '../../serving/transform-job/job-runner.ts';
import type { ServerOptions } from '../options/server-options.ts';
import { workerSettings } from '../options/worker-settings.ts';
import type { OwnAccess } from './open-script-runs.ts';

/** How an account's transform jobs that ask for Spark are carried out; what does it is loaded for the first of them. */
export const jobsInSpark = (options: ServerOptions, { keys, url }: OwnAccess): JobRunnerOptions['inSpark'] => {
  const { spark: sparks, account, data } = options;
  // What a killed server left there is removed with what its runs left.
  const server = { sparks, settings: workerSettings(options), keys, account, url, directory: join(data, 'spark') };
  return async (running, job) => {
    const { runJobInSpark } = await import('../../serving/spark-transforms/run-job-in-spark.ts');
    return runJobInSpark(running, job, server);
  };
};
