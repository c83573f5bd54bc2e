import type { ObjectTags } from '../../../platform/storage/stored-object.ts';
import { requireObject } from '../require-object.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlElement, xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

export const getObjectTagging: S3Operation = {
  name: 'GetObjectTagging',
  method: 'GET',
  on: 'object',
  query: ['tagging'],
  takesVersion: true,
  async run(call, context) {
    await requireObject(call, context);
    const tags = await context.objects.getTags({ bucket: call.bucket, key: call.key });
    return xmlResponse('Tagging', [tagSetElement(tags)]);
  },
};

function tagSetElement(tags: ObjectTags): string {
  const each = Object.entries(tags).map(([key, value]) =>
    xmlElement('Tag', [xmlTextElement('Key', key), xmlTextElement('Value', value)]),
  );
  return xmlElement('TagSet', each);
}
