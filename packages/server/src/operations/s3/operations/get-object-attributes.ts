import type { StoredObject } from '../../../platform/storage/stored-object.ts';
import { checksumElements, checksumTypeElement } from '../checksum-elements.ts';
import { invalidArgument } from '../invalid-argument.ts';
import { requireObject } from '../require-object.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlElement, xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

/** What can be asked for, and how it is answered; what an object does not have is left out. */
const attributes: Readonly<Record<string, (object: StoredObject) => string | undefined>> = {
  ETag: ({ etag }) => xmlTextElement('ETag', etag),
  Checksum: (object) =>
    Object.keys(object.checksums).length === 0
      ? undefined
      : xmlElement('Checksum', [...checksumElements(object), checksumTypeElement(object)]),
  ObjectParts: ({ partSizes }) =>
    partSizes && xmlElement('ObjectParts', [xmlTextElement('PartsCount', partSizes.length)]),
  StorageClass: ({ headers }) => xmlTextElement('StorageClass', headers?.['x-amz-storage-class'] ?? 'STANDARD'),
  ObjectSize: ({ size }) => xmlTextElement('ObjectSize', size),
};

export const getObjectAttributes: S3Operation = {
  name: 'GetObjectAttributes',
  method: 'GET',
  on: 'object',
  query: ['attributes'],
  takesVersion: true,
  headers: ['x-amz-object-attributes', 'x-amz-max-parts', 'x-amz-part-number-marker'],
  async run(call, context) {
    const asked = String(call.request.headers['x-amz-object-attributes'] ?? '')
      .split(',')
      .map((name) => name.trim());
    const unknown = asked.find((name) => !Object.hasOwn(attributes, name));
    if (unknown !== undefined)
      throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
    const object = await requireObject(call, context);
    const elements = Object.entries(attributes).flatMap(([name, element]) =>
      asked.includes(name) ? (element(object) ?? []) : [],
    );
    const headers = { 'last-modified': new Date(object.modified).toUTCString() };
    return xmlResponse('GetObjectAttributesResponse', elements, headers);
  },
};
