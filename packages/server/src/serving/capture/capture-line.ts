import type { CaptureEncodings } from './capture-encodings.ts';

/** Data that passed a boundary of a chain. */
export interface CapturedData {
  readonly body: Buffer;
  readonly contentType?: string | undefined;
}

/** One request and its answer. */
export interface CapturedEvent {
  readonly id: string;
  /** When the answer was there, milliseconds since 1970. */
  readonly time: number;
  readonly inferenceId?: string | undefined;
  readonly customAttributes?: string | undefined;
  readonly input?: CapturedData | undefined;
  readonly output?: CapturedData | undefined;
  /** What each container answered, if that is asked for. */
  readonly steps?: readonly (CapturedData & { readonly container: string })[] | undefined;
}

/**
 * A line of a capture file, as the service writes it (developer guide, "Capture data from real-time endpoint"), with its
 * newline. `steps` is this server's own.
 */
export function captureLine(event: CapturedEvent, encodings: CaptureEncodings): string {
  const side = (mode: string, data: CapturedData) => `{${observed(data, mode)}${dataOf(data, encodings)}}`;
  const sides = [
    event.input === undefined ? [] : [`"endpointInput":${side('INPUT', event.input)}`],
    event.output === undefined ? [] : [`"endpointOutput":${side('OUTPUT', event.output)}`],
  ].flat();
  const steps = event.steps?.map(
    (step) => `{"container":${JSON.stringify(step.container)},${observed(step, 'OUTPUT')}${dataOf(step, encodings)}}`,
  );
  const ours = steps === undefined ? '' : `,"steps":[${steps.join(',')}]`;
  return `{"captureData":{${sides.join(',')}},"eventMetadata":${metadataOf(event)},"eventVersion":"0"${ours}}\n`;
}

function observed({ contentType }: CapturedData, mode: string): string {
  const type = contentType === undefined ? '' : `"observedContentType":${JSON.stringify(contentType)},`;
  return `${type}"mode":"${mode}",`;
}

/** Base64 needs no escapes: a body of megabytes is not gone through once more for them. */
function dataOf({ body, contentType }: CapturedData, encodings: CaptureEncodings): string {
  const encoding = encodings.of(contentType, body);
  const data = encoding === 'BASE64' ? `"${body.toString('base64')}"` : JSON.stringify(body.toString());
  return `"data":${data},"encoding":"${encoding}"`;
}

function metadataOf({ id, time, inferenceId, customAttributes }: CapturedEvent): string {
  return JSON.stringify({
    eventId: id,
    inferenceId,
    customAttributes: customAttributes === undefined ? undefined : [customAttributes],
    inferenceTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
  });
}
