import { join } from 'node:path';
import { qualify } from '../contract/qualified-name.ts';
import type { OperationContext } from '../operations/operation-context.ts';
import { LogWriter } from '../platform/logs/log-writer.ts';
import { Publisher } from '../platform/notifications/publisher.ts';
import { armFaults } from '../platform/observe/fault-point.ts';
import { createLogger, type Logger } from '../platform/observe/logger.ts';
import { StartCounts } from '../platform/store/start-counts.ts';
import { alarmStates } from '../serving/alarms/alarm-states.ts';
import { openAsyncInference } from '../serving/async-inference/open-async-inference.ts';
import { openCaptures } from '../serving/capture/open-captures.ts';
import { stageLauncher } from '../serving/container/launchers.ts';
import { LoadTurns } from '../serving/container/load-turns.ts';
import { ModelBudget } from '../serving/container/multi-model/model-budget.ts';
import { openNativeThreads, type ServerThreads } from '../serving/container/native-threads/open-native-threads.ts';
import type { StageContext } from '../serving/container/stage-context.ts';
import { instanceId } from '../serving/container-logs.ts';
import { EndpointController } from '../serving/endpoint/endpoint-controller.ts';
import { Fleet } from '../serving/endpoint/fleet/fleet.ts';
import { StartProgress } from '../serving/endpoint/fleet/start-progress.ts';
import type { AlarmStates } from '../serving/endpoint/rollout-alarms.ts';
import { AnalysisRunner } from '../serving/monitoring/analysis-runner.ts';
import { MonitoringController } from '../serving/monitoring/monitoring-controller.ts';
import { openMetrics } from '../serving/open-metrics.ts';
import { asyncRequestRecords } from '../serving/records/async-request-record.ts';
import { endpointStore } from '../serving/records/endpoint-store.ts';
import { ScalingController } from '../serving/scaling/scaling-controller.ts';
import { JobRunner } from '../serving/transform-job/job-runner.ts';
import { TransformJobController } from '../serving/transform-job/transform-job-controller.ts';
import { transformJobStore } from '../serving/transform-job/transform-job-store.ts';
import { type Credentials, loadCredentials } from './credentials.ts';
import { dataFolderError } from './data-folder-error.ts';
import { followKeys } from './follow-keys.ts';
import { createAuthenticator } from './http/authenticator.ts';
import { BodyMemory } from './http/body-memory.ts';
import { openHttpServer } from './http/server.ts';
import { KeyRing } from './key-ring.ts';
import { listenError } from './listen-error.ts';
import { logStart } from './log-start.ts';
import { openDataFolder } from './open-data-folder.ts';
import { openPlatform, type Platform } from './open-platform.ts';
import { compileOptions, type RawServerOptions, type ServerOptions } from './options/server-options.ts';
import { usableUrl } from './usable-url.ts';
import { withEngine } from './with-engine.ts';
import { writeServerState } from './write-server-state.ts';

export type { RawServerOptions } from './options/server-options.ts';

/** A running server. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly credentials: Credentials;
  readonly region: string;
  readonly log: Logger;
  /** See `HttpServer.failCurrent`. */
  failCurrent(error: unknown): boolean;
  /** Resolves when the endpoints of an earlier run are in service again, or have failed. */
  readonly loaded: Promise<void>;
  /** How many of them are not in service yet. */
  loadingCount(): number;
  /** Finishes the requests under way, stops every container, and releases the data folder. */
  close(): Promise<void>;
}

export interface StartSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly log?: Logger;
}

/**
 * Puts all floors together: store, objects, endpoints, jobs, listener. Resolves when requests can be taken; endpoints
 * of an earlier run come back in the background, and requests to them wait for that.
 * Throws `OptionError`, `FolderInUseError` when another server has the data folder, or `DatabaseFileError`.
 */
export async function startServer(raw: RawServerOptions, surroundings: StartSurroundings): Promise<RunningServer> {
  const options = withEngine(compileOptions(raw, surroundings.environment));
  const log = surroundings.log ?? createLogger({ level: options.logLevel, pretty: process.stderr.isTTY === true });
  if (options.faults !== '') armFaults(options.faults);
  const unlock = await openDataFolder(options, log);
  const credentials = await inData(options.data, loadCredentials(options.data, surroundings.environment), unlock);
  const keys = new KeyRing(credentials);
  const endKeys = await inData(options.data, followKeys(options.keysFile, keys, log), unlock);
  const platform = await inData(options.data, openPlatform(options, log), unlock);
  const alive = startControllers(options, platform);
  const { endpoints, transformJobs, asyncInference, monitoring, scaling, logs, metrics } = alive.parts;
  // Before the first request: what was there is known again, even while it is still starting.
  await Promise.all([endpoints.resume(), transformJobs.resume(), asyncInference.resume(), monitoring.resume()]);
  const work = [metrics.telemetry, scaling, asyncInference, monitoring, transformJobs, endpoints];
  const closeWork = () => Promise.all(work.map((part) => part.close()));
  const closeParts = async () => {
    await closeWork();
    await Promise.all([platform.leases.close(), logs.close(), metrics.close(), alive.closeShared()]);
    await Promise.all([platform.store.destroy(), platform.objects.close()]);
    endKeys();
    unlock();
  };
  const requestBytes = options.maxRequestMemoryMB * 1024 ** 2;
  const http = await openHttpServer(
    { ...options, maxUnreadBytes: requestBytes },
    {
      authenticator: createAuthenticator(keys, options),
      operations: operationContext(options, platform, alive),
      account: options.account,
      bodyMemory: new BodyMemory(requestBytes),
      dataDirectory: options.data,
      log,
    },
  ).catch(async (error: NodeJS.ErrnoException) => {
    await closeParts();
    throw await listenError(options, error);
  });
  const { region, tlsCert } = options;
  const facts = { url: usableUrl(http.url), tlsCert, region, accessKeyId: credentials.accessKeyId, endpoints, log };
  const written = writeServerState(join(options.data, 'server.json'), facts);
  const state = await inData(options.data, written, () => http.close().then(closeParts));
  logStart(log, options, http.url);
  return {
    url: http.url,
    port: http.port,
    credentials,
    region,
    log,
    failCurrent: (error) => http.failCurrent(error),
    loaded: state.loaded,
    loadingCount: () => endpoints.loadingCount,
    async close() {
      await http.close();
      await closeWork();
      await state.loaded;
      await state.remove();
      await closeParts();
    },
  };
}

/** How long a change of an endpoint takes at least with the delays of AWS, milliseconds. */
const awsDelayMs = 5_000;

/** What is alive on it: endpoints and jobs, and the threads and the log lines that they share. */
function startControllers(options: ServerOptions, platform: Platform) {
  const { fuse, data: dataDirectory } = options;
  const leastBusyMs = options.delays === 'aws' ? awsDelayMs : 0;
  const { store, leases, isShared, serverId, objects, engine, log, now } = platform;
  const serverThreads = openNativeThreads();
  const { threads } = serverThreads;
  const stages = stageContext(options, platform, serverThreads);
  const logs = new LogWriter({ store, instance: instanceId(serverId), log, now });
  const topics = new Publisher({ topics: options.topics, log, now });
  const metrics = openMetrics({ store, instance: logs.instance, dataDirectory, topics, log, now, telemetry: options });
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
  const alarms: AlarmStates = {
    find: (region, names) => alarmStates(store, { region }, names),
    evaluate: (region, names) => metrics.alarms.evaluateNamed(names.map((name) => qualify({ region }, name))),
  };
  const endpoints = new EndpointController({ ...shared, alarms, endpoints: endpointStore(store), fleet, leastBusyMs });
  const checkpointMs = options.checkpointSeconds * 1000;
  const transformJobs = new TransformJobController({
    ...shared,
    jobs: transformJobStore(store),
    runner: new JobRunner({ objects, stages, fuse, log, logs, checkpointMs }),
    maxRunningJobs: options.maxRunningJobs,
  });
  const asyncInference = openAsyncInference(options, {
    ...platform,
    topics,
    endpoints,
    logs,
    metrics: metrics.collector,
  });
  const analyses = new AnalysisRunner({ objects, captures, metrics: metrics.writer, logs, now });
  const monitoring = new MonitoringController({ ...shared, runner: analyses });
  const scaling = new ScalingController({ ...shared, alarms: metrics.alarms, endpoints });
  metrics.start({
    runningJobs: () => transformJobs.running(),
    backlogs: () => asyncRequestRecords.backlogs(store),
    afterAlarms: () => scaling.run(),
  });
  const work = { endpoints, transformJobs, asyncInference, monitoring, scaling };
  const parts = { ...work, startProgress, alarms, captures, topics, logs, metrics };
  const closeShared = () => Promise.all([captures.close(), serverThreads.close(), engine.close()]);
  return { parts, closeShared };
}

/** What containers of endpoints and jobs are started with. */
function stageContext(options: ServerOptions, platform: Platform, { threads, loads }: ServerThreads): StageContext {
  const { images, environments, python, processMemoryMB, data: dataDirectory } = options;
  const { artifacts, box, sockets, engine, log } = platform;
  const maxBytes = options.maxLoadedModelMB * 1024 ** 2;
  const budget = new ModelBudget({ maxModels: options.maxLoadedModels, maxBytes });
  const multiModel = { artifacts, budget, archives: loads };
  const native = { threads, loads, turns: new LoadTurns() };
  const files = { artifacts, dataDirectory, environments };
  return { images, ...files, log, box, sockets, processMemoryMB, python, multiModel, native, engine };
}

/** What operations may use; the realm is that of each request. */
function operationContext(
  { images }: ServerOptions,
  { box, engine, store, objects, artifacts, now }: Platform,
  { parts }: ReturnType<typeof startControllers>,
): Omit<OperationContext, 'realm'> {
  return { box, engine, store, objects, artifacts, images, now, ...parts };
}

/** A step of the start. If it fails, `undo` gives back what was opened; what the system says of the data folder is that option's. */
async function inData<T>(data: string, step: Promise<T>, undo: () => void | Promise<void>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    await undo();
    const { dest, path = '' } = error as NodeJS.ErrnoException & { readonly dest?: string };
    if (!path.startsWith(data)) throw error;
    throw dataFolderError(data, error as NodeJS.ErrnoException, dest ?? path);
  }
}
