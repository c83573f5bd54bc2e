import type { IncomingHttpHeaders } from 'node:http';
import { maxUploadBytes } from '../../contract/max-bytes.ts';
import { contentHeaders } from '../../platform/storage/kept-headers.ts';
import { invalidArgument } from './invalid-argument.ts';
import { checkPostPolicy, type PostPolicy, readPostPolicy } from './post-policy.ts';
import { S3Error } from './s3-error.ts';

/** A form as a browser posts it. */
export interface PostedForm {
  /** What stands before the file, by name in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  /** As the browser says it; it may be a path. */
  readonly fileName: string;
  /** Throws at its end if the form breaks off. */
  readonly file: AsyncIterable<Uint8Array>;
}

/** The object of a form whose policy allows it. */
export interface PostedObject {
  readonly key: string;
  /** What a PutObject would say in its headers. */
  readonly headers: IncomingHttpHeaders;
  /** Throws at its end if its length is not one that the policy allows. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * The object that a form asks for, as far as its policy allows. Only a server that takes requests without signatures gets a
 * form without a policy. Source: S3 API reference, "HTML form fields".
 */
export function readPostedObject(form: PostedForm, bucket: string): PostedObject {
  const fields = withVariables(form);
  fields.set('bucket', bucket);
  const length = checkedLength(fields);
  const key = fields.get('key') ?? '';
  if (key === '')
    throw new S3Error(
      'UserKeyMustBeSpecified',
      "The bucket POST must contain a field named 'key'. If it is specified, please check the order of the fields.",
    );
  return { key, headers: headersOf(fields), body: ofLength(form.file, length), fields };
}

/** The length that the policy allows, once it allows the fields. */
function checkedLength(fields: ReadonlyMap<string, string>): PostPolicy['length'] {
  const text = fields.get('policy') ?? '';
  if (text === '') return { min: 0, max: Infinity };
  const policy = readPostPolicy(text);
  checkPostPolicy(policy, fields, Date.now());
  return policy.length;
}

/** `${filename}` is the name of the file, without the folders that a browser may have put before it. */
function withVariables({ fields, fileName }: PostedForm): Map<string, string> {
  const name = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  return new Map(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the variable of forms
    [...fields].map(([field, value]) => [
      field,
      field === 'policy' ? value : value.replaceAll('${filename}', () => name),
    ]),
  );
}

/** Fields that are the signature and its scope. */
const ofSignature = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-signature',
  'x-amz-security-token',
]);
const contentFields: ReadonlySet<string> = new Set(['content-type', 'content-md5', ...contentHeaders]);

function headersOf(fields: ReadonlyMap<string, string>): IncomingHttpHeaders {
  const said = [...fields].filter(
    ([name]) => contentFields.has(name) || name === 'acl' || (name.startsWith('x-amz-') && !ofSignature.has(name)),
  );
  for (const [name, value] of said)
    if (!/^[\w-]+$/.test(name) || /\p{Cc}/u.test(value))
      throw invalidArgument(`The field ${name} could not be a header.`, name, value);
  return Object.fromEntries(said.map(([name, value]) => [name === 'acl' ? 'x-amz-acl' : name, value]));
}

async function* ofLength(
  file: AsyncIterable<Uint8Array>,
  { min, max }: PostPolicy['length'],
): AsyncGenerator<Uint8Array> {
  const most = Math.min(max, maxUploadBytes);
  let size = 0;
  for await (const chunk of file) {
    size += chunk.length;
    if (size > most)
      throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
        ProposedSize: String(size),
        MaxSizeAllowed: String(most),
      });
    yield chunk;
  }
  if (size < min)
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: String(size),
      MinSizeAllowed: String(min),
    });
}
