import { askedType } from '../asked-type.ts';

/** The Accept values of AWS's container, and `application/json`, which it lacks. */
export type SparkmlAccept =
  | 'text/csv'
  | 'application/jsonlines'
  | 'application/jsonlines;data=text'
  | 'application/json';

const accepts: readonly string[] = [
  'text/csv',
  'application/jsonlines',
  'application/jsonlines;data=text',
  'application/json',
];

/**
 * Accept header, else `SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT`, else CSV; compared exactly, as AWS's container does.
 * Undefined for any other value.
 */
export function pickAccept(accept: string | undefined, fallback: string | undefined): SparkmlAccept | undefined {
  const asked = accept?.trim() === '' ? undefined : askedType(accept);
  const wanted = asked ?? (fallback?.trim() || 'text/csv');
  return accepts.includes(wanted) ? (wanted as SparkmlAccept) : undefined;
}

/** The Content-Type of the answer: both JSON Lines forms bear the same. */
export function mediaTypeOf(accept: SparkmlAccept): string {
  return accept === 'application/jsonlines;data=text' ? 'application/jsonlines' : accept;
}
