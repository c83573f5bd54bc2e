import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../contract/media-type.ts';
import { parseS3Uri, type S3Uri } from '../../contract/s3-uri.ts';
import { BatchOptionError } from './batch-option.ts';
import type { InferenceStamp } from './inference-stamp.ts';
import type { InputObject } from './input-objects.ts';
import { outputPlace, placeBelow } from './output-key.ts';
import type { TransformRequest } from '../records/transform-request.ts';

/** One of the two files that list a job's captured data. */
export interface CaptureManifest {
  readonly place: S3Uri;
  readonly body: Buffer;
}

/**
 * What stands behind each record of the output, if the job asks for it (GenerateInferenceId). `startTime` is when the
 * job began, milliseconds since 1970. Throws `BatchOptionError` for an output that it cannot stand in.
 * Source: developer guide, "Capture data from batch transform job"; CSV, JSON and JSON Lines alone, as the service has
 * it.
 */
export function readInferenceStamp(request: TransformRequest, startTime: number): InferenceStamp | undefined {
  if (request.DataCaptureConfig?.GenerateInferenceId !== true) return undefined;
  const type = request.TransformOutput.Accept ?? request.TransformInput.ContentType ?? '';
  const form = own(forms, mediaType(type) ?? '');
  if (form !== undefined) return { form, time: `${new Date(startTime).toISOString().slice(0, 19)}Z` };
  throw new BatchOptionError(
    `DataCaptureConfig.GenerateInferenceId works on outputs of text/csv, application/json and application/jsonlines; ` +
      `Accept (or ContentType, where it is not given) is "${type}".`,
  );
}

const forms: Readonly<Record<string, InferenceStamp['form']>> = {
  'text/csv': 'csv',
  'application/json': 'json',
  'application/jsonlines': 'json',
};

/** Throws `BatchOptionError` if the job's data cannot be captured as its request says. */
export function checkDataCapture(request: TransformRequest): void {
  const destination = request.DataCaptureConfig?.DestinationS3Uri;
  if (destination === undefined) return;
  if (parseS3Uri(destination) === undefined)
    throw new BatchOptionError(`DataCaptureConfig.DestinationS3Uri must be an s3:// address: ${destination}`);
  readInferenceStamp(request, 0);
}

/**
 * The manifests of a job that transformed all of these objects: `input/` and `output/` below the destination, the hour
 * in which the job began (UTC), and a file named after the job, which no other job can have. Each is what an input
 * manifest is: a prefix, and what is to be appended to it. Empty if the job captures nothing, or had nothing to
 * capture.
 */
export function captureManifests(
  request: TransformRequest,
  objects: readonly InputObject[],
  startTime: number,
): readonly CaptureManifest[] {
  const destination = request.DataCaptureConfig?.DestinationS3Uri;
  if (destination === undefined || objects.length === 0) return [];
  const { S3OutputPath: output } = request.TransformOutput;
  const inputs = objects.map(({ bucket, key }) => ({ bucket, key }));
  const outputs = objects.map(({ relativePath }) => outputPlace(output, relativePath));
  const hour = new Date(startTime).toISOString().slice(0, 13).replace(/[-T]/g, '/');
  const manifest = (side: 'input' | 'output', root: string, places: readonly S3Uri[]) => ({
    place: placeBelow(destination, `${side}/${hour}/${request.TransformJobName}.json`),
    body: writeManifest(root, places),
  });
  return [manifest('input', inputRoot(objects), inputs), manifest('output', uriOf(placeBelow(output, '')), outputs)];
}

function writeManifest(root: string, places: readonly S3Uri[]): Buffer {
  const paths = places.map((place) => uriOf(place).slice(root.length));
  return Buffer.from(`${JSON.stringify([{ prefix: root }, ...paths])}\n`);
}

/** What the job calls its input, if all objects lie below that; else the last folder that they have in common. */
function inputRoot(objects: readonly InputObject[]): string {
  const roots = new Set(
    objects.map((object) => uriOf(object).slice(0, uriOf(object).length - object.relativePath.length)),
  );
  const [first = '', ...others] = roots;
  if (others.length === 0) return first;
  let length = first.length;
  for (const root of others) while (!root.startsWith(first.slice(0, length))) length--;
  return first.slice(0, first.lastIndexOf('/', length - 1) + 1);
}

const uriOf = ({ bucket, key }: S3Uri) => `s3://${bucket}/${key}`;
