import { checkTags } from '../check-tags.ts';
import { malformedXml } from '../malformed-xml.ts';
import { readCheckedBody } from '../read-checked-body.ts';
import { readXml } from '../read-xml.ts';
import { requireObject } from '../require-object.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlChildren, xmlText } from '../xml-children.ts';

/** Key and value of each tag, and what stands around them, for many more tags than are taken. */
const maxElements = 1000;

export const putObjectTagging: S3Operation = {
  name: 'PutObjectTagging',
  method: 'PUT',
  on: 'object',
  query: ['tagging'],
  takesVersion: true,
  async run(call, context) {
    const { request, bucket, key } = call;
    const tree = await readXml({ headers: request.headers, body: readCheckedBody(request) }, 'Tagging', {
      maxElements,
    });
    const [set] = xmlChildren(tree, 'TagSet');
    const pairs = (set === undefined ? [] : xmlChildren(set, 'Tag')).map((tag): [string, string] => {
      const [name, value] = [xmlText(tag, 'Key'), xmlText(tag, 'Value')];
      if (name === undefined || value === undefined) throw malformedXml('Each Tag has a Key and a Value.');
      return [name, value];
    });
    const tags = checkTags(pairs);
    await requireObject(call, context);
    await context.objects.putTags({ bucket, key }, tags);
    return { status: 200, headers: { 'content-length': '0' } };
  },
};
