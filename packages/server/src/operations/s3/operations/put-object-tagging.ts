import { readCheckedBody } from '../read-checked-body.ts';
import { readTags } from '../read-tags.ts';
import { requireObject } from '../require-object.ts';
import type { S3Operation } from '../s3-operation.ts';

export const putObjectTagging: S3Operation = {
  name: 'PutObjectTagging',
  method: 'PUT',
  on: 'object',
  query: ['tagging'],
  takesVersion: true,
  async run(call, context) {
    const { request, bucket, key } = call;
    const tags = await readTags({ headers: request.headers, body: readCheckedBody(request) });
    await requireObject(call, context);
    await context.objects.putTags({ bucket, key }, tags);
    return { status: 200, headers: { 'content-length': '0' } };
  },
};
