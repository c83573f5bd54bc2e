import type { Generated } from 'kysely';

/**
 * The typed schema of the store: one for every database. Times are milliseconds since 1970; what an API call said is kept as it
 * said it, as JSON text, so that Describe can give it back member for member (`serving/records` reads and writes it). Names of
 * resources, and of log groups, are qualified by their region (`contract/qualified-name.ts`). Tables of what callers list have two
 * columns more, which the database fills by itself (`add-listed-columns.ts`).
 */
export interface Tables {
  model: ResourceRow;
  endpoint_config: ResourceRow;
  model_package_group: ModelPackageGroupRow;
  model_package: ModelPackageRow;
  endpoint: EndpointRow;
  transform_job: TransformJobRow;
  tag: { resource_arn: string; key: string; value: string };
  lease: LeaseRow;
  transform_checkpoint: TransformCheckpointRow;
  transform_input: TransformInputRow;
  async_request: AsyncRequestRow;
  log_chunk: LogChunkRow;
  metric: MetricRow;
  metric_chunk: MetricChunkRow;
  alarm: AlarmRow;
  alarm_event: AlarmEventRow;
  notification: NotificationRow;
  scaling: ScalingRow;
  data_quality_definition: ResourceRow;
  model_quality_definition: ResourceRow;
  monitoring_schedule: MonitoringScheduleRow;
  processing_job: ProcessingJobRow;
  unfinished_start: UnfinishedStartRow;
  spark_resource: SparkResourceRow;
  spark_run: SparkRunRow;
}

export interface ResourceRow {
  name: string;
  arn: string;
  creation_time: number;
  /** The create request, JSON. */
  definition: string;
}

export interface ModelPackageGroupRow extends ResourceRow {
  /** The number of the newest version that it ever had: a number is never given again. */
  last_version: Generated<number>;
}

export interface ModelPackageRow {
  /** Of a version `us-east-1/group/1`. */
  name: string;
  arn: string;
  /** The group that it is a version of; null for a package by itself. */
  group_name: string | null;
  version: number | null;
  /** What names the request that made it, qualified by its region; null if the request had no name. */
  client_token: string | null;
  approval_status: string | null;
  creation_time: number;
  last_modified_time: number;
  /** The create request with what was changed since, JSON. */
  definition: string;
}

export interface EndpointRow {
  name: string;
  /** Endpoint names are unique whatever their case. */
  name_lower: string;
  arn: string;
  status: string;
  failure_reason: string | null;
  creation_time: number;
  last_modified_time: number;
  config_name: string;
  /** Everything needed to serve it again after a restart, JSON (`EndpointSnapshot`); null until first InService. */
  active: string | null;
  /** The snapshot that is being rolled out, JSON; null when nothing is. */
  pending: string | null;
  /** The DeploymentConfig of the last update, JSON; null if it had none. */
  deployment_config: string | null;
}

export interface TransformJobRow {
  name: string;
  arn: string;
  status: string;
  failure_reason: string | null;
  creation_time: number;
  last_modified_time: number;
  start_time: number | null;
  end_time: number | null;
  /** The create request, JSON. */
  definition: string;
  /** The model's containers at creation, JSON: deleting the model does not hurt a running job. */
  containers: string;
}

/** Who does a piece of work (`leases.ts`). Rows stay: a number that was given is never given again. */
export interface LeaseRow {
  name: string;
  /** Empty when it was given back. */
  owner: string;
  /** Fencing number: grows each time the lease is taken. */
  token: number;
  /** By the clock of the database. */
  expires: number;
}

/** How far a transform job is; its counts stay when it has ended. */
export interface TransformCheckpointRow {
  job: string;
  /** JSON (`JobCheckpoint`). */
  state: string;
}

/** Part of the list of objects that a transform job is over, as it was when the job began; goes when the job has ended. */
export interface TransformInputRow {
  job: string;
  part: number;
  /** JSON (`InputObject[]`). */
  objects: string;
}

/** A request of InvokeEndpointAsync that has no result yet. */
export interface AsyncRequestRow {
  /** Names its result. */
  id: string;
  endpoint: string;
  creation_time: number;
  /** It is not begun after this. */
  expires: number;
  /** It is not begun before this. */
  due: number;
  /** The lease under which it is worked on, and its number; empty and 0 if it waits. */
  holder: string;
  token: number;
  /** How often it was begun since it last went back to waiting by a server's own doing. */
  tries: number;
  /** What was asked, JSON. */
  definition: string;
}

/** Some events of a log stream that were written at once (`logs/log-writer.ts`). */
export interface LogChunkRow {
  group_name: string;
  stream_name: string;
  /** Number of the first event; the events of a stream are numbered from 0. */
  first_event: number;
  event_count: number;
  first_time: number;
  last_time: number;
  bytes: number;
  /** JSON: `[time, message]` of each. */
  events: string;
}

/** A series of values (`metrics/metric.ts`). */
export interface MetricRow {
  /** Made of all that distinguishes it from others. */
  id: string;
  region: string;
  namespace: string;
  name: string;
  /** JSON: `[name, value]` of each, sorted by name. */
  dimensions: string;
  unit: string;
  /** The last hour that it has values of. */
  last_hour: number;
}

/** An hour of a series, as one server wrote it. */
export interface MetricChunkRow {
  metric: string;
  hour: number;
  source: string;
  bytes: number;
  /** JSON (`metrics/hour-of-values.ts`). */
  points: string;
}

export interface AlarmRow {
  name: string;
  arn: string;
  region: string;
  /** The request that made it, or changed it last, JSON. */
  definition: string;
  configured: number;
  state_value: string;
  state_reason: string;
  state_reason_data: string | null;
  state_updated: number;
}

/** What happened to an alarm, and when. */
export interface AlarmEventRow {
  id: string;
  alarm: string;
  time: number;
  type: string;
  summary: string;
  /** JSON. */
  data: string;
}

/** A message to a topic that is not delivered yet: one row for each place that it goes to. */
export interface NotificationRow {
  id: string;
  /** What its receivers know it by, the same however often it is sent. */
  message_id: string;
  /** ARN. */
  topic: string;
  /** Which of the places of its topic it goes to: `file` or `url`. */
  target: string;
  /** Sent as it is. */
  message: string;
  creation_time: number;
  /** It is not sent before this. */
  due: number;
  /** How often it was begun to be sent. */
  tries: number;
}

/** A scalable target, or a policy or scheduled action of one. */
export interface ScalingRow {
  id: string;
  kind: string;
  /** Empty for a target. */
  name: string;
  arn: string;
  region: string;
  resource_id: string;
  dimension: string;
  creation_time: number;
  /** JSON. */
  definition: string;
}

export interface MonitoringScheduleRow extends ResourceRow {
  status: string;
  last_modified_time: number;
  /** When the next analysis is due; null if none is. */
  due: number | null;
}

export interface ProcessingJobRow extends ResourceRow {
  status: string;
  /** The schedule that made it, if one did. */
  schedule: string | null;
  failure_reason: string | null;
  exit_message: string | null;
  /** When it was due, if a schedule made it. */
  scheduled_time: number | null;
  last_modified_time: number;
  start_time: number | null;
  end_time: number | null;
}

/** Starts of containers that a server was killed in (`start-counts.ts`). */
export interface UnfinishedStartRow {
  /** What was started: `endpoint/<name>`. */
  name: string;
  /** The server that was killed. */
  owner: string;
  /** How often, one time after the other. */
  count: number;
}

/** A job of Glue, a cluster of EMR, or an application of EMR Serverless. */
export interface SparkResourceRow {
  /** Its kind and name. */
  id: string;
  kind: string;
  name: string;
  arn: string;
  creation_time: number;
  last_modified_time: number;
  /** What callers wrote, JSON. */
  definition: string;
}

/** A run of Spark. */
export interface SparkRunRow {
  id: string;
  kind: string;
  /** The name of the resource that it belongs to. */
  parent: string;
  status: string;
  creation_time: number;
  last_modified_time: number;
  start_time: number | null;
  end_time: number | null;
  exit_code: number | null;
  /** Why it failed. */
  message: string | null;
  /** What ran, if it is not quite what was asked for. */
  note: string | null;
  /** What is to be run, and what its API answers about it, JSON. */
  definition: string;
}
