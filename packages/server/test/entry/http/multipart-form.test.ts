import { describe, expect, it } from 'vitest';
import { readMultipartForm } from '../../../src/entry/http/multipart-form.ts';

const type = 'multipart/form-data; boundary=edge';
const field = (name: string, value: string) =>
  `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (content: string, head = 'name="file"; filename="a.txt"') =>
  `--edge\r\nContent-Disposition: form-data; ${head}\r\nContent-Type: text/plain\r\n\r\n${content}\r\n`;

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(body: string | Uint8Array, contentType: string | undefined = type, size = 1000) {
  const form = await readMultipartForm(contentType, inPieces(Buffer.from(body as string), size));
  const content: Uint8Array[] = [];
  for await (const chunk of form.file) content.push(chunk);
  return { ...form, fields: Object.fromEntries(form.fields), content: Buffer.concat(content) };
}

describe('readMultipartForm()', () => {
  // The body is what the platform's own FormData makes of it.
  it.each([1, 2, 7, 64, 1000, 1_000_000])('reads what FormData writes, in pieces of %d bytes', async (size) => {
    const content = Buffer.from(`\r\n--edge\r\n\r\n--\r${'\r\n-'.repeat(30)}\u0000ÿ`.repeat(20));
    const data = new FormData();
    data.append('key', 'ü/${filename}');
    data.append('X-Amz-Meta-Empty', '');
    data.append('file', new File([content], 'bild "1".png'));
    data.append('after', 'is not read');
    const request = new Request('http://a', { method: 'POST', body: data });
    const found = await read(await request.bytes(), request.headers.get('content-type') ?? '', size);
    expect(found).toMatchObject({ fields: { key: 'ü/${filename}', 'x-amz-meta-empty': '' }, fileName: 'bild "1".png' });
    expect(found.content.equals(content)).toBe(true);
  });

  it.each([
    ['a quoted boundary', 'multipart/form-data; boundary="edge"', `${field('a', 'b')}${file('x')}--edge--`],
    ['a line break before', type, `\r\n${field('a', 'b')}${file('x')}--edge--\r\n`.slice(2)],
    [
      'a file name of RFC 5987',
      type,
      `${field('a', 'b')}${file('x', 'name="file"; filename*=utf-8\'\'%C3%BC.txt')}--edge--`,
    ],
  ])('takes %s', async (_, contentType, body) => {
    expect(await read(body, contentType)).toMatchObject({ fields: { a: 'b' }, content: Buffer.from('x') });
  });

  it.each([
    ['another type', 'application/x-www-form-urlencoded', 'key=a', 'PreconditionFailed'],
    ['no type', '', 'key=a', 'PreconditionFailed'],
    ['no boundary', 'multipart/form-data', file('x'), 'MalformedPOSTRequest'],
    ['another beginning', type, `x${file('x')}--edge--`, 'MalformedPOSTRequest'],
    ['a field twice', type, `${field('key', 'a')}${field('KEY', 'b')}${file('x')}--edge--`, 'InvalidArgument'],
    ['no file', type, `${field('key', 'a')}--edge--`, 'IncorrectNumberOfFilesInPostRequest'],
    [
      'a part without a name',
      type,
      `--edge\r\nContent-Type: text/plain\r\n\r\na\r\n${file('x')}--edge--`,
      'MalformedPOSTRequest',
    ],
    ['an end before the file', type, field('key', 'a'), 'MalformedPOSTRequest'],
    ['an end within the file', type, `${file('x').slice(0, -2)}\r\n--edg`, 'MalformedPOSTRequest'],
    ['an end within the last boundary', type, `${file('x')}--edge-`, 'MalformedPOSTRequest'],
    [
      '20 KB of fields',
      type,
      `${field('a', 'b'.repeat(20 * 1024))}${file('x')}--edge--`,
      'MaxPostPreDataLengthExceeded',
    ],
    [
      '20 KB behind the file',
      type,
      `${file('x')}${field('a', 'b'.repeat(20 * 1024))}--edge--`,
      'MaxMessageLengthExceeded',
    ],
  ])('refuses %s', async (_, contentType, body, code) => {
    await expect(read(body, contentType)).rejects.toMatchObject({ name: 'S3Error', code });
  });
});
