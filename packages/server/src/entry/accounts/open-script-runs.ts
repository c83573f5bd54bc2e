import { join } from 'node:path';
import type { ContainerLogs } from '../../serving/container-logs.ts';
import type { AnalysisRunner } from '../../serving/monitoring/analysis-runner.ts';
import { ProcessingRunner } from '../../serving/processing/processing-runner.ts';
import { ScriptRunner } from '../../serving/processing/script-runner.ts';
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

type Parts = Platform & OwnAccess & { readonly logs: ContainerLogs; readonly analyses: AnalysisRunner };

/** What runs scripts: those of processing jobs, and the controller of the runs of Spark that the store holds. */
export function openScriptRuns(options: ServerOptions, parts: Parts) {
  const { data, spark, maxSparkRuns, maxProcessingJobs: maxJobs, images } = options;
  const directory = join(data, 'spark');
  const sparks = new SparkRunner({ ...parts, sparks: spark, directory });
  const scripts = new ScriptRunner({ ...options, ...parts, directory, maxJobs });
  return {
    processing: new ProcessingRunner({ ...parts, sparks, scripts, images, maxJobs }),
    sparkRuns: new SparkController({ ...parts, runner: sparks, maxRuns: maxSparkRuns, ended: settleRun }),
  };
}
