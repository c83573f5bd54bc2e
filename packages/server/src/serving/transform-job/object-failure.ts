import type { FailureDetail } from './chain/record-failure.ts';
import type { InputObject } from './records/input-objects.ts';

/** An object that failed: nothing of its output is stored. */
export class ObjectFailure extends Error {
  readonly object: InputObject;
  readonly detail: Pick<FailureDetail, 'fault' | 'status' | 'body'>;

  /** `where` continues the object's name, such as ` record 701`. */
  constructor(
    object: InputObject,
    where: string,
    detail: Pick<FailureDetail, 'message' | 'fault' | 'status' | 'body'>,
  ) {
    super(`${object.bucket}/${object.key}${where}: ${detail.message}`);
    this.name = 'ObjectFailure';
    this.object = object;
    this.detail = detail;
  }
}

/** What the caller's data or request is at fault for. */
export const clientFailure = (message: string) => ({ message, fault: 'client' as const, status: 400, body: message });

/** The reason of the first object that failed, with how many failed beside it. */
export function withFurther(reason: string, further = 0): string {
  if (further === 0) return reason;
  return `${reason} (and ${further} more ${further === 1 ? 'object' : 'objects'})`;
}
