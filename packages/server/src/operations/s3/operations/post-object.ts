import { present } from '@catenary/scoring/internal/values';
import type { StoredObject } from '../../../platform/storage/stored-object.ts';
import { attributeHeaders } from '../attribute-headers.ts';
import { bodyChecks } from '../body-checks.ts';
import { encodeKey } from '../encode-key.ts';
import { encryptionHeaders, readAttributes } from '../object-headers.ts';
import { readTags } from '../read-tags.ts';
import type { S3Operation } from '../s3-operation.ts';
import type { S3Call, S3Response } from '../s3-request.ts';
import { xmlKeyElement, xmlTextElement, xmlTextElements } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

/** A form of a browser. Its fields have been compared with its policy when they became the parts of the request. */
export const postObject: S3Operation = {
  name: 'PostObject',
  callers: 'form',
  method: 'POST',
  on: 'bucket',
  headers: attributeHeaders,
  async run(call, { objects }) {
    const { request, bucket, key } = call;
    if (request.form === undefined) throw new Error('PostObject was called without a form');
    const tagging = request.form.get('tagging');
    const tags = tagging === undefined ? undefined : await readTags({ headers: {}, body: [Buffer.from(tagging)] });
    const options = { ...readAttributes(request.headers), ...bodyChecks(request), ...present({ tags }) };
    const object = await objects.putObject({ bucket, key }, request.body, options);
    return answer(call, object, request.form);
  },
};

function answer({ bucket, key }: S3Call, object: StoredObject, form: ReadonlyMap<string, string>): S3Response {
  const etag = `"${object.etag}"`;
  const location = `/${bucket}/${encodeKey(key)}`;
  const headers = { ...encryptionHeaders(object), etag, location };
  const redirect = readRedirect(form.get('success_action_redirect') ?? form.get('redirect'));
  if (redirect !== undefined) {
    for (const [name, value] of Object.entries({ bucket, key, etag })) redirect.searchParams.append(name, value);
    return { status: 303, headers: { ...headers, location: redirect.href, 'content-length': '0' } };
  }
  const status = form.get('success_action_status');
  if (status === '200') return { status: 200, headers: { ...headers, 'content-length': '0' } };
  if (status !== '201') return { status: 204, headers };
  const elements = [...xmlTextElements({ Location: location, Bucket: bucket }), xmlKeyElement(key)];
  return { ...xmlResponse('PostResponse', [...elements, xmlTextElement('ETag', etag)], headers), status: 201 };
}

/** An address that cannot be read counts as none. */
function readRedirect(address: string | undefined): URL | undefined {
  const url = address === undefined ? null : URL.parse(address);
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}
