import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../../contract/media-type.ts';
import { parseS3Uri, type S3Uri } from '../../../contract/s3-uri.ts';
import type { TransformRequest } from '../../records/transform-request.ts';
import { BatchOptionError } from './batch-option-error.ts';
import type { StampForm } from './transform-plan.ts';

/** Where the manifests of a job go; undefined if it captures nothing. Throws `BatchOptionError`. */
export function capturePlace({ DataCaptureConfig: capture }: TransformRequest): S3Uri | undefined {
  if (capture === undefined) return undefined;
  const place = parseS3Uri(capture.DestinationS3Uri);
  if (place !== undefined) return place;
  throw new BatchOptionError(
    `DataCaptureConfig.DestinationS3Uri must be an s3:// address: ${capture.DestinationS3Uri}`,
  );
}

const forms: Readonly<Record<string, StampForm>> = {
  'text/csv': 'csv',
  'application/json': 'json',
  'application/jsonlines': 'json',
};

/**
 * How GenerateInferenceId is done; undefined if it is not asked for. Throws `BatchOptionError` for an output that an id
 * cannot stand in. Source: developer guide, "Capture data from batch transform job"; CSV, JSON and JSON Lines alone, as
 * the service has it.
 */
export function stampForm(request: TransformRequest): StampForm | undefined {
  if (request.DataCaptureConfig?.GenerateInferenceId !== true) return undefined;
  const type = request.TransformOutput.Accept ?? request.TransformInput.ContentType ?? '';
  const form = own(forms, mediaType(type) ?? '');
  if (form !== undefined) return form;
  throw new BatchOptionError(
    `DataCaptureConfig.GenerateInferenceId works on outputs of text/csv, application/json and application/jsonlines; ` +
      `Accept (or ContentType, where it is not given) is "${type}".`,
  );
}
