import { isObject } from '../../util/is-object.ts';
import type { ContainerRequest } from '../container/payload.ts';

/** A sample or a recording, as it lies in the object store. */
export interface Recording {
  readonly key: string;
  readonly contentType?: string | undefined;
  readonly body: Buffer;
}

/** Most requests that are taken of a recording. */
const maxRequests = 200;

/**
 * The requests of a recording: of captured data (`.jsonl`) those that were captured; of CSV a row each; anything else is one
 * request of its own type. Throws for captured data without inputs.
 */
export function readRecordedRequests({ key, contentType, body }: Recording): ContainerRequest[] {
  const lines = () =>
    body
      .toString()
      .split(/\r?\n/, maxRequests)
      .filter((line) => line !== '');
  if (key.endsWith('.jsonl')) return lines().map(capturedRequest);
  if (key.endsWith('.csv')) return lines().map((line) => ({ body: Buffer.from(`${line}\n`), contentType: 'text/csv' }));
  return [contentType === undefined ? { body } : { body, contentType }];
}

function capturedRequest(line: string): ContainerRequest {
  const event: unknown = JSON.parse(line);
  const captured = isObject(event) ? event.captureData : undefined;
  const input = isObject(captured) ? captured.endpointInput : undefined;
  if (!isObject(input) || typeof input.data !== 'string') throw new Error('a line has no captureData.endpointInput');
  const body = Buffer.from(input.data, input.encoding === 'BASE64' ? 'base64' : 'utf8');
  const { observedContentType: contentType } = input;
  return typeof contentType === 'string' ? { body, contentType } : { body };
}
