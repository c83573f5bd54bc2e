import { qualify } from '../../contract/qualified-name.ts';
import type { WholeServer } from '../../operations/operation-context.ts';
import { LogWriter } from '../../platform/logs/log-writer.ts';
import { Publisher } from '../../platform/notifications/publisher.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import { StartCounts } from '../../platform/store/start-counts.ts';
import type { Store } from '../../platform/store/store.ts';
import { alarmStates } from '../../serving/alarms/alarm-states.ts';
import { openAsyncInference } from '../../serving/async-inference/open-async-inference.ts';
import { openCaptures } from '../../serving/capture/open-captures.ts';
import { stageLauncher } from '../../serving/container/launchers.ts';
import { LoadTurns } from '../../serving/container/load-turns.ts';
import { LoadedOnce } from '../../serving/container/loaded-once.ts';
import { ModelBudget } from '../../serving/container/multi-model/model-budget.ts';
import type { NativeSurroundings } from '../../serving/container/native-surroundings.ts';
import type { ServerThreads } from '../../serving/container/native-threads/open-native-threads.ts';
import type { StageContext } from '../../serving/container/stage-context.ts';
import { instanceId } from '../../serving/container-logs.ts';
import { EndpointController } from '../../serving/endpoint/endpoint-controller.ts';
import { Fleet } from '../../serving/endpoint/fleet/fleet.ts';
import { StartProgress } from '../../serving/endpoint/fleet/start-progress.ts';
import type { AlarmStates } from '../../serving/endpoint/rollout-alarms.ts';
import { AnalysisRunner } from '../../serving/monitoring/analysis-runner.ts';
import { MonitoringController } from '../../serving/monitoring/monitoring-controller.ts';
import { type Metrics, openMetrics } from '../../serving/open-metrics.ts';
import { asyncRequestRecords } from '../../serving/records/async-request-record.ts';
import { endpointStore } from '../../serving/records/endpoint-store.ts';
import { ScalingController } from '../../serving/scaling/scaling-controller.ts';
import { JobRunner } from '../../serving/transform-job/job-runner.ts';
import { TransformJobController } from '../../serving/transform-job/transform-job-controller.ts';
import { transformJobStore } from '../../serving/transform-job/transform-job-store.ts';
import type { ServerOptions } from '../options/server-options.ts';
import type { Account } from './account.ts';
import { jobsInSpark } from './jobs-in-spark.ts';
import { openPlatform, type Platform, type PlatformPlace } from './open-platform.ts';
import { type OwnAccess, openScriptRuns } from './open-script-runs.ts';
import { operationsByRegion } from './operations-by-region.ts';

/** What all accounts of a server share, and where this one is. */
export interface AccountSurroundings extends PlatformPlace, OwnAccess {
  readonly serverThreads: ServerThreads;
  readonly server: WholeServer;
  readonly log: Logger;
}

/**
 * Opens an account over the data folder of its options: its endpoints and jobs are known again, even while they are still
 * starting.
 */
export async function openAccount(options: ServerOptions, surroundings: AccountSurroundings): Promise<Account> {
  const platform = await openPlatform(options, surroundings);
  const parts = startControllers(options, platform, surroundings);
  const { endpoints, transformJobs, asyncInference, monitoring, scaling, sparkRuns, logs, metrics, captures } = parts;
  const work = [metrics.telemetry, scaling, sparkRuns, asyncInference, monitoring, transformJobs, endpoints];
  const closeWork = () => Promise.all(work.map((part) => part.close()));
  const { images, account, spark: sparks } = options;
  const quotas = {
    models: options.maxModels,
    endpoints: options.maxEndpoints,
    transformJobs: options.maxTransformJobs,
  };
  const { engine, store, objects, leases } = platform;
  // What is left of runs is removed before others begin.
  await sparkRuns.resume();
  await Promise.all([endpoints.resume(), transformJobs.resume(), asyncInference.resume(), monitoring.resume()]);
  return {
    number: account,
    operationsIn: operationsByRegion(
      { ...platform, server: surroundings.server, images, sparks, quotas, ...parts },
      account,
    ),
    endpoints: parts.directory,
    closeWork,
    async close() {
      await closeWork();
      await Promise.all([leases.close(), logs.close(), metrics.close(), captures.close(), engine.close()]);
      await Promise.all([store.destroy(), objects.close()]);
    },
  };
}

/** How long a job, or a change of an endpoint, takes at least with the delays of AWS, milliseconds. */
const awsDelayMs = 5_000;

/** What is alive on it: endpoints and jobs, and the log lines that they share. */
function startControllers(
  options: ServerOptions,
  platform: Platform,
  { serverThreads, keys, url }: AccountSurroundings,
) {
  const { fuse, data: dataDirectory } = options;
  const leastBusyMs = options.delays === 'aws' ? awsDelayMs : 0;
  const { store, leases, isShared, serverId, objects, log, now } = platform;
  const { threads } = serverThreads;
  const stages = stageContext(options, platform, serverThreads);
  const logs = new LogWriter({ store, instance: instanceId(serverId), log, now });
  const topics = new Publisher({ topics: options.topics, log, now });
  const shown = { instance: logs.instance, dataDirectory, topics, log, now };
  const metrics = openMetrics({ store, isShared, ...shown, telemetry: options });
  const shared = { store, leases, isShared, log, logs, now };
  const captures = openCaptures(dataDirectory, { objects, log, now });
  const startProgress = new StartProgress(now);
  const fleet = new Fleet({
    progress: startProgress,
    starts: new StartCounts(store, serverId),
    launch: stageLauncher(stages),
    chain: { fuse, threads },
    log,
    logs,
    metrics: metrics.collector,
    tracer: metrics.telemetry.tracer,
    captures,
    objects,
    random: Math.random,
    wake: (endpoint, variant) => scaling.wake(endpoint, variant),
    now,
  });
  const alarms = statesOf(store, metrics);
  const endpoints = new EndpointController({ ...shared, alarms, endpoints: endpointStore(store), fleet, leastBusyMs });
  const transformJobs = new TransformJobController({
    ...shared,
    jobs: transformJobStore(store),
    runner: new JobRunner({ objects, stages, fuse, log, logs, ...jobOptions(options, { keys, url }) }),
    maxRunningJobs: options.maxRunningJobs,
    leastBusyMs,
  });
  const asyncInference = openAsyncInference(options, {
    ...platform,
    topics,
    endpoints: endpoints.directory,
    logs,
    metrics: metrics.collector,
  });
  const analyses = new AnalysisRunner({ objects, captures, metrics: metrics.writer, logs, now });
  const { processing, sparkRuns } = openScriptRuns(options, { ...platform, logs, keys, url, analyses });
  const monitoring = new MonitoringController({ ...shared, runner: processing });
  const scaling = new ScalingController({ ...shared, alarms: metrics.alarms, endpoints });
  metrics.start({
    runningJobs: () => transformJobs.running(),
    backlogs: () => asyncRequestRecords.backlogs(store),
    afterAlarms: () => scaling.run(),
  });
  const work = { endpoints, transformJobs, asyncInference, monitoring, scaling, sparkRuns };
  return { ...work, directory: endpoints.directory, startProgress, alarms, captures, topics, logs, metrics };
}

/** What an account's options say of transform jobs. */
const jobOptions = (options: ServerOptions, access: OwnAccess) => ({
  checkpointMs: options.checkpointSeconds * 1000,
  inSpark: jobsInSpark(options, access),
});

/** What alarms are, for those that wait on them. */
const statesOf = (store: Store, metrics: Metrics): AlarmStates => ({
  find: (region, names) => alarmStates(store, { region }, names),
  evaluate: (region, names) => metrics.alarms.evaluateNamed(names.map((name) => qualify({ region }, name))),
});

/** What containers of endpoints and jobs are started with. */
function stageContext(options: ServerOptions, platform: Platform, { threads, loads }: ServerThreads): StageContext {
  const { images, environments, python, processMemoryMB, data: dataDirectory } = options;
  const { artifacts, box, sockets, engine, log } = platform;
  const maxBytes = options.maxLoadedModelMB * 1024 ** 2;
  const budget = new ModelBudget({ maxModels: options.maxLoadedModels, maxBytes });
  const multiModel = { artifacts, budget, archives: loads };
  const native: NativeSurroundings = {
    threads,
    loads,
    turns: new LoadTurns(),
    here: new LoadedOnce(),
    elsewhere: new LoadedOnce(),
  };
  const files = { artifacts, dataDirectory, environments };
  return { images, ...files, log, box, sockets, processMemoryMB, python, multiModel, native, engine };
}
