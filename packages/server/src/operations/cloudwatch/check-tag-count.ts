import { invalidParameter } from './invalid-parameter.ts';

const maxTags = 50;

/** Throws `ServiceError` for more tags than an alarm may have. */
export function checkTagCount(count: number): void {
  if (count > maxTags) throw invalidParameter(`A resource may have ${maxTags} tags at most.`);
}
