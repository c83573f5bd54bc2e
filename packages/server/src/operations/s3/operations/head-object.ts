import { checkReadConditions } from '../conditions.ts';
import { readPartOrRange } from '../part-range.ts';
import { readConditions } from '../read-conditions.ts';
import { requireObject } from '../require-object.ts';
import type { S3Operation } from '../s3-operation.ts';
import { describeObject, notModified } from './get-object.ts';

export const headObject: S3Operation = {
  name: 'HeadObject',
  method: 'HEAD',
  on: 'object',
  takesVersion: true,
  headers: [...readConditions, 'x-amz-checksum-mode'],
  async run(call, context) {
    const { request } = call;
    const object = await requireObject(call, context);
    if (checkReadConditions(object, request.headers) === 'not modified') return notModified(object);
    return describeObject(call, object, readPartOrRange(request, object));
  },
};
