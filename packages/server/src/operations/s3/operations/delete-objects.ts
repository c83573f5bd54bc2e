import { malformedXml } from '../malformed-xml.ts';
import { readCheckedBody } from '../read-checked-body.ts';
import { readXml } from '../read-xml.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlChildren, xmlText } from '../xml-children.ts';
import { xmlElement, xmlKeyElement, xmlTextElements } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

/** Most keys of one request (S3 API reference, DeleteObjects). */
const maxKeys = 1000;
/** For each Object itself, Key, VersionId, ETag, LastModifiedTime and Size; then Quiet and the root. */
const maxElements = maxKeys * 6 + 2;

export const deleteObjects: S3Operation = {
  name: 'DeleteObjects',
  method: 'POST',
  on: 'bucket',
  query: ['delete'],
  async run({ request, bucket }, { objects }) {
    const document = { headers: request.headers, body: readCheckedBody(request) };
    const tree = await readXml(document, 'Delete', { maxElements });
    const keys = xmlChildren(tree, 'Object').map((object) => xmlText(object, 'Key') ?? '');
    if (keys.length === 0 || keys.length > maxKeys || keys.includes(''))
      throw malformedXml(`It must name 1 to ${maxKeys} keys.`);
    const { mayDelete = () => true } = request;
    const { allowed = [], refused = [] } = Object.groupBy(keys, (key) =>
      mayDelete({ bucket, key }) ? 'allowed' : 'refused',
    );
    await objects.deleteObjects(bucket, allowed);
    const isQuiet = xmlText(tree, 'Quiet') === 'true';
    const said = isQuiet ? [] : allowed.map(xmlKeyElement).filter((element) => element !== '');
    const deleted = said.map((element) => xmlElement('Deleted', [element]));
    return xmlResponse('DeleteResult', [...deleted, ...refused.map(refusedElement)]);
  },
};

function refusedElement(key: string): string {
  return xmlElement('Error', [
    xmlKeyElement(key),
    ...xmlTextElements({ Code: 'AccessDenied', Message: 'Access Denied' }),
  ]);
}
