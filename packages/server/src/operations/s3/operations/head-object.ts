import { checkReadConditions } from '../conditions.ts';
import { readPartOrRange } from '../part-range.ts';
import { readConditions } from '../read-conditions.ts';
import type { S3Operation } from '../s3-operation.ts';
import { describeObject, missing, notModified } from './get-object.ts';

export const headObject: S3Operation = {
  name: 'HeadObject',
  method: 'HEAD',
  on: 'object',
  takesVersion: true,
  headers: [...readConditions, 'x-amz-checksum-mode'],
  async run(call, context) {
    const { request, bucket, key } = call;
    const object = await context.objects.headObject({ bucket, key });
    if (object === undefined) throw await missing(call, context);
    if (checkReadConditions(object, request.headers) === 'not modified') return notModified(object);
    return describeObject(call, object, readPartOrRange(request, object));
  },
};
