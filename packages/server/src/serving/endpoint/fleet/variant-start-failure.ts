import { failureReason } from '../../../contract/failure-reason.ts';
import { maxReasonLength } from '../../../contract/max-reason-length.ts';
import { withoutMiddle } from '../../../util/without-middle.ts';
import { StartFailure } from '../../container/launch-stages.ts';
import type { VariantSnapshot } from '../../records/endpoint-snapshot.ts';

/** Containers of a variant did not start, or further copies of them. */
export class VariantStartFailure extends Error {
  readonly variant: string;

  constructor(variant: string, cause: unknown) {
    super(`Variant ${variant} did not start`, { cause });
    this.name = 'VariantStartFailure';
    this.variant = variant;
  }
}

/** Sentences that fit into a FailureReason together: each keeps its beginning and its end, where the cause is. */
function withinReason(sentences: readonly string[]): readonly string[] {
  if (sentences.join(' ').length <= maxReasonLength) return sentences;
  const share = Math.floor((maxReasonLength + 1) / sentences.length) - 1;
  return sentences.map((sentence) => withoutMiddle(sentence, Math.max(share, 5)));
}

/** FailureReason: the service's own sentence for each failing container, then why. */
export function describeStartFailure(error: unknown, variants: readonly VariantSnapshot[]): string {
  const variant = error instanceof VariantStartFailure ? error.variant : (variants[0]?.name ?? '');
  const cause = error instanceof VariantStartFailure ? error.cause : error;
  if (!(cause instanceof StartFailure))
    return failureReason(`InternalServerError: ${cause instanceof Error ? cause.message : String(cause)}`);
  const isSingle = variants.find(({ name }) => name === variant)?.containers.length === 1;
  const sentences = cause.failures.map((failure) => {
    const container = isSingle ? 'primary container' : failure.hostname;
    return failure.missingUri === undefined
      ? `The ${container} for production variant ${variant} did not pass the ping health check. ${failure.reason}`
      : `Failed to download model data for container "${failure.hostname}" from URL: "${failure.missingUri}". ` +
          'Please ensure that there is an object located at the URL.';
  });
  return failureReason(withinReason(sentences).join(' '));
}
