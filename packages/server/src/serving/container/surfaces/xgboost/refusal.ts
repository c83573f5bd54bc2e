import type { ContainerAnswer } from '../../payload.ts';
import { refusalAs } from '../refusal.ts';

/** An answer of the container that is not 200. Its framework sends texts as HTML. */
export const refusal = refusalAs('text/html; charset=utf-8');

/** The 415 of a body that does not parse, with the container's text around the exception's own. */
export function parseFailure(
  format: 'csv' | 'libsvm' | 'recordio-protobuf',
  problem: string,
  place?: ContainerAnswer['place'],
): ContainerAnswer {
  // RecordIO's text stands on one line, the two others' on three.
  const separator = format === 'recordio-protobuf' ? ' ' : '\n ';
  const text = `Loading ${format} data failed with Exception, please ensure data is in ${format} format:${separator}`;
  return refusal(415, `${text}<class 'ValueError'>${separator}${problem}`, place);
}
