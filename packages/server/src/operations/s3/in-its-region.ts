import { S3Error } from './s3-error.ts';
import type { S3Operation } from './s3-operation.ts';

/**
 * The operation, refused to a request that is signed for another region than its bucket's own. The answer names the bucket's:
 * SDKs that follow it sign once more. A bucket without a region of its own is in every one.
 */
export function inItsRegion(operation: S3Operation): S3Operation {
  if (operation.on === 'service' || operation.inAnyRegion === true) return operation;
  return {
    ...operation,
    async run(call, context) {
      const { signedRegion } = call.request;
      if (signedRegion !== undefined) {
        const { region = signedRegion } = await context.objects.bucketSettings(call.bucket);
        if (region !== signedRegion) throw wrongRegion(signedRegion, region);
      }
      return operation.run(call, context);
    },
  };
}

const wrongRegion = (signed: string, own: string) =>
  new S3Error(
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${signed}' is wrong; expecting '${own}'`,
    { Region: own },
  );
