import { createHash } from 'node:crypto';
import { nameOf, qualify, regionOf } from '../contract/qualified-name.ts';
import type { LogStreamName } from '../platform/logs/log-event.ts';

/** Where the lines of containers and jobs are kept for the logs API, besides the server's own log. */
export interface ContainerLogs {
  /** This server, as an instance of the service's: part of the names of its streams. */
  readonly instance: string;
  write(stream: LogStreamName, line: string): void;
  /** Resolves when all that was written so far can be read. Never rejects. */
  flush(): Promise<void>;
}

/** `i-0179208609ff7e488`: the name of a server in the names of streams. */
export function instanceId(serverId: string): string {
  return `i-${createHash('sha256').update(serverId).digest('hex').slice(0, 17)}`;
}

export interface EndpointSource {
  /** Qualified by its region, as in the store. */
  readonly endpoint: string;
  readonly variant: string;
  /** Only where the variant has several containers. */
  readonly hostname?: string | undefined;
}

/** The stream of a variant's container, named as the service names it. */
export function endpointStream(
  { instance }: ContainerLogs,
  { endpoint, variant, hostname }: EndpointSource,
): LogStreamName {
  const stream = [variant, instance, ...(hostname === undefined ? [] : [hostname])].join('/');
  return { group: qualify({ region: regionOf(endpoint) }, `/aws/sagemaker/Endpoints/${nameOf(endpoint)}`), stream };
}

export interface TransformSource {
  /** Qualified by its region, as in the store. */
  readonly job: string;
  /** When the job began, milliseconds since 1970. */
  readonly startTime: number;
  /** `data-log`, or the container where the chain has several. */
  readonly part?: string | undefined;
}

/** A stream of a transform job, named as the service names it. */
export function transformStream({ instance }: ContainerLogs, { job, startTime, part }: TransformSource): LogStreamName {
  const host = `${instance}-${Math.floor(startTime / 1000)}`;
  return {
    group: qualify({ region: regionOf(job) }, '/aws/sagemaker/TransformJobs'),
    stream: [nameOf(job), host, ...(part === undefined ? [] : [part])].join('/'),
  };
}

/** The stream of a processing job, named as the service names it. */
export function processingStream(job: string, startTime: number): LogStreamName {
  return {
    group: qualify({ region: regionOf(job) }, '/aws/sagemaker/ProcessingJobs'),
    stream: `${nameOf(job)}/algo-1-${Math.floor(startTime / 1000)}`,
  };
}
