import type { Realm } from '../contract/arn.ts';
import type { ArtifactCache } from '../platform/artifact/artifact-cache.ts';
import type { Publisher } from '../platform/notifications/publisher.ts';
import type { CorsRule } from '../platform/storage/bucket-settings.ts';
import type { ObjectStore } from '../platform/storage/object-store.ts';
import type { Store } from '../platform/store/store.ts';
import type { AsyncInferenceController } from '../serving/async-inference/async-inference-controller.ts';
import type { CaptureWriter } from '../serving/capture/capture-writer.ts';
import type { ImageRule } from '../serving/container/images.ts';
import type { EngineSource } from '../serving/container/oci/engine-source.ts';
import type { BoxSource } from '../serving/container/process/box-source.ts';
import type { ContainerLogs } from '../serving/container-logs.ts';
import type { EndpointController } from '../serving/endpoint/endpoint-controller.ts';
import type { StartProgress } from '../serving/endpoint/fleet/start-progress.ts';
import type { AlarmStates } from '../serving/endpoint/rollout-alarms.ts';
import type { EndpointDirectory } from '../serving/endpoint/traffic/endpoint-directory.ts';
import type { MonitoringController } from '../serving/monitoring/monitoring-controller.ts';
import type { Metrics } from '../serving/open-metrics.ts';
import type { ScalingController } from '../serving/scaling/scaling-controller.ts';
import type { SparkController } from '../serving/spark-jobs/spark-controller.ts';
import type { SparkOption } from '../serving/spark-jobs/spark-option.ts';
import type { TransformJobController } from '../serving/transform-job/transform-job-controller.ts';

/** How many an account may have of a kind; 0 sets no limit. */
export interface Quotas {
  readonly models: number;
  readonly endpoints: number;
  /** Of those that have not ended. */
  readonly transformJobs: number;
}

/** Everything an operation may use. Built once by `start-server`; `realm` is that of the request's signature. */
export interface OperationContext {
  readonly realm: Realm;
  readonly store: Store;
  readonly objects: ObjectStore;
  readonly artifacts: ArtifactCache;
  readonly images: readonly ImageRule[];
  /** Those that the operator names. */
  readonly sparks: readonly SparkOption[];
  readonly box: BoxSource;
  readonly engine: Pick<EngineSource, 'isThere'>;
  readonly endpoints: Pick<EndpointController, 'reconcile' | 'delete'>;
  /** Endpoints that are asked. */
  readonly directory: EndpointDirectory;
  readonly server: WholeServer;
  /** What starts of endpoints are doing. */
  readonly startProgress: Pick<StartProgress, 'describe'>;
  readonly alarms: AlarmStates;
  readonly captures: Pick<CaptureWriter, 'isPaused'>;
  readonly logs: ContainerLogs;
  readonly metrics: Metrics;
  readonly scaling: Pick<ScalingController, 'run'>;
  readonly transformJobs: Pick<TransformJobController, 'begin' | 'stop' | 'progressOf' | 'running'>;
  readonly monitoring: Pick<MonitoringController, 'begin' | 'stop' | 'look'>;
  readonly sparkRuns: Pick<SparkController, 'look'>;
  readonly asyncInference: Pick<AsyncInferenceController, 'accept'>;
  readonly topics: Pick<Publisher, 'knows'>;
  readonly quotas: Quotas;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is so of a server, whatever account it is asked for. */
export interface WholeServer {
  /** Its own account. */
  readonly account: string;
  /** Endpoints of an earlier run, of all accounts that it was started with, that are not in service yet. */
  readonly loadingCount: number;
  /** CORS rules of the buckets of a name that accounts besides the server's own have. */
  furtherCorsRules(bucket: string): Promise<readonly (readonly CorsRule[])[]>;
}
