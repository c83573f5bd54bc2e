import { join } from 'node:path';
import type { ContainerLogs } from '../../serving/container-logs.ts';
import type { RunKeys } from '../../serving/spark-jobs/run-keys.ts';
import { settleRun } from '../../serving/spark-jobs/settle-run.ts';
import { SparkController } from '../../serving/spark-jobs/spark-controller.ts';
import { SparkRunner } from '../../serving/spark-jobs/spark-runner.ts';
import type { ServerOptions } from '../options/server-options.ts';
import type { Platform } from './open-platform.ts';

/** How what this server runs calls it. */
export interface OwnAccess {
  readonly keys: RunKeys;
  /** Known once it listens. */
  readonly url: Promise<string>;
}

type Parts = Platform & OwnAccess & { readonly logs: ContainerLogs };

/** What runs submissions of Spark, and the controller of those that the store holds. */
export function openSparkRuns({ data, spark, maxSparkRuns }: ServerOptions, parts: Parts) {
  const sparks = new SparkRunner({ ...parts, sparks: spark, directory: join(data, 'spark') });
  return {
    sparks,
    sparkRuns: new SparkController({ ...parts, runner: sparks, maxRuns: maxSparkRuns, ended: settleRun }),
  };
}
