import { present } from '@catenary/scoring/internal/values';
import { isRegionName } from '../../../contract/region-name.ts';
import { declaredLength } from '../body-checks.ts';
import { readCheckedBody } from '../read-checked-body.ts';
import { readXml } from '../read-xml.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';
import type { S3Request } from '../s3-request.ts';
import { xmlText } from '../xml-children.ts';

/** A location, and fifty tags. */
const maxElements = 200;

/** Making a bucket that one has already changes nothing, as in us-east-1. */
export const createBucket: S3Operation = {
  name: 'CreateBucket',
  changes: ['bucket'],
  method: 'PUT',
  on: 'bucket',
  inAnyRegion: true,
  headers: ['x-amz-acl', 'x-amz-bucket-object-lock-enabled'],
  async run({ bucket, request }, { objects }) {
    // S3 User Guide, "General purpose bucket naming rules".
    if (!/^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(bucket) || /^\d+\.\d+\.\d+\.\d+$/.test(bucket))
      throw new S3Error(
        'InvalidBucketName',
        `The specified bucket is not valid: ${bucket}. A name has 3 to 63 lower-case letters, digits, hyphens and dots.`,
      );
    const region = await readLocation(request);
    await objects.createBucket(bucket, present({ region }));
    return { status: 200, headers: { location: `/${bucket}`, 'content-length': '0' } };
  },
};

/** The location constraint: every region is here, whatever its name is. Without one the bucket is in whatever region is asked. */
async function readLocation(request: S3Request): Promise<string | undefined> {
  if (Number(declaredLength(request.headers) ?? 0) === 0) return undefined;
  const body = readCheckedBody(request);
  const tree = await readXml({ headers: request.headers, body }, 'CreateBucketConfiguration', { maxElements });
  const region = xmlText(tree, 'LocationConstraint');
  if (region !== undefined && !isRegionName(region))
    throw new S3Error('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      LocationConstraint: region.slice(0, 200),
    });
  return region;
}
