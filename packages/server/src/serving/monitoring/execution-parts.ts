import { createHash } from 'node:crypto';
import { placeBelow, type S3Uri, uriOf } from '../../contract/s3-uri.ts';
import { capturePath } from '../capture/capture-key.ts';
import { hourPath } from '../capture/hour-path.ts';
import type { ProcessingInput } from '../records/processing-request.ts';
import type { MonitoringJob } from './monitoring-job.ts';
import { hoursOf, type Span } from './span.ts';

/** What one execution of a schedule is made of. */
export interface ExecutionParts {
  readonly schedule: { readonly name: string; readonly arn: string; readonly createdAt: number };
  /** When it was due, milliseconds since 1970. */
  readonly scheduledTime: number;
  readonly span: Span;
  readonly job: MonitoringJob;
  readonly captured: CapturedFolders;
  readonly baseline: BaselineFiles;
}

/** Where the requests of an endpoint are captured. */
export interface CapturedFolders {
  readonly destination: S3Uri;
  readonly endpoint: string;
  readonly variants: readonly string[];
}

/** The addresses of the files of a baseline, as far as there are some. */
export interface BaselineFiles {
  readonly constraints?: string;
  readonly statistics?: string;
}

/** Where a job's container has its data. */
export const processingRoot = '/opt/ml/processing';

export const s3Prefix = {
  S3DataType: 'S3Prefix',
  S3InputMode: 'File',
  S3DataDistributionType: 'FullyReplicated',
  S3CompressionType: 'None',
};

/** `model-monitoring-202601310500-` and a part that no other schedule's job of that time has. */
export function executionName(kind: string, { arn, createdAt }: ExecutionParts['schedule'], time: number): string {
  const minute = new Date(time).toISOString().slice(0, 16).replaceAll(/[-:T]/g, '');
  const hash = createHash('sha256').update(`${arn} ${createdAt} ${time}`).digest('hex').slice(0, 24);
  return `${kind}-${minute}-${hash}`;
}

/** A folder for each hour of each variant. */
export function capturedInputs({ captured, span, job }: ExecutionParts, place: S3Uri): ProcessingInput[] {
  const { endpoint, variants } = captured;
  const local = job.input?.LocalPath ?? '';
  const folders = variants.flatMap((variant) => hoursOf(span).map((hour) => capturePath({ endpoint, variant }, hour)));
  return folders.map((folder, at) => ({
    InputName: `endpoint_input_${at + 1}`,
    S3Input: {
      ...s3Prefix,
      S3Uri: uriOf(placeBelow(place, folder)),
      LocalPath: `${local}/${folder}`,
    },
  }));
}

/** `<S3Uri>/<endpoint>/<schedule>/yyyy/mm/dd/hh`, by the hour that it was due. */
export function outputOf(uri: string, endpoint: string, { schedule, scheduledTime }: ExecutionParts): string {
  return `${uri.replace(/\/$/, '')}/${endpoint}/${schedule.name}/${hourPath(scheduledTime)}`;
}

/** Where joined requests of all executions are, by the hour that they were captured. */
export const mergedFolder = (uri: string): string => `${uri.replace(/\/$/, '')}/merge`;
