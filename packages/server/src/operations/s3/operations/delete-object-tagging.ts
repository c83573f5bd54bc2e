import { requireObject } from '../require-object.ts';
import type { S3Operation } from '../s3-operation.ts';

export const deleteObjectTagging: S3Operation = {
  name: 'DeleteObjectTagging',
  method: 'DELETE',
  on: 'object',
  query: ['tagging'],
  takesVersion: true,
  async run(call, context) {
    await requireObject(call, context);
    await context.objects.putTags({ bucket: call.bucket, key: call.key }, {});
    return { status: 204, headers: {} };
  },
};
