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
  const { input, output, steps } = event;
  const first = input === undefined ? '' : `"endpointInput":{${dataOf(input, 'INPUT', encodings)}}`;
  const second = output === undefined ? '' : `"endpointOutput":{${dataOf(output, 'OUTPUT', encodings)}}`;
  const comma = first !== '' && second !== '' ? ',' : '';
  const ours = steps === undefined ? '' : stepsOf(steps, encodings);
  return `{"captureData":{${first}${comma}${second}},"eventMetadata":${metadataOf(event)},"eventVersion":"0"${ours}}\n`;
}

function stepsOf(steps: NonNullable<CapturedEvent['steps']>, encodings: CaptureEncodings): string {
  const each = steps.map(
    (step) => `{"container":${JSON.stringify(step.container)},${dataOf(step, 'OUTPUT', encodings)}}`,
  );
  return `,"steps":[${each.join(',')}]`;
}

/** Base64 needs no escapes: a body of megabytes is not gone through once more for them. */
function dataOf({ body, contentType }: CapturedData, mode: string, encodings: CaptureEncodings): string {
  const type = encodings.typeOf(contentType);
  const encoding = encodings.of(type, body);
  const data = encoding === 'BASE64' ? `"${body.toString('base64')}"` : JSON.stringify(body.toString());
  return `${type.member}"mode":"${mode}","data":${data},"encoding":"${encoding}"`;
}

function metadataOf({ id, time, inferenceId, customAttributes }: CapturedEvent): string {
  const inference = inferenceId === undefined ? '' : `"inferenceId":${JSON.stringify(inferenceId)},`;
  const custom = customAttributes === undefined ? '' : `"customAttributes":[${JSON.stringify(customAttributes)}],`;
  return `{"eventId":${JSON.stringify(id)},${inference}${custom}"inferenceTime":"${secondText(time)}"}`;
}

let lastSecond = Number.NaN;
let lastText = '';

/** `2022-08-30T00:49:15Z`. Thousands of lines are of the same second. */
function secondText(time: number): string {
  const second = Math.floor(time / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = `${new Date(time).toISOString().slice(0, 19)}Z`;
  }
  return lastText;
}
