import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Operations } from '../../../src/operations/s3/operations.ts';
import { openFolderObjectStore } from '../../../src/platform/storage/folder-object-store.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { lockDatabase } from '../../support/locked-database.ts';
import { type S3Server, startS3Server } from '../../support/s3-server.ts';

let folder: string;
let store: ObjectStore;
let server: S3Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catenary-s3-'));
  store = await openFolderObjectStore(folder);
  server = await startS3Server(store, { allowUnsigned: true });
  await store.createBucket('bucket');
});

afterAll(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function send(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  const response = await fetch(server.url + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
  return { status: response.status, headers: response.headers, text, code };
}

describe('the number of a part', () => {
  it.each(['1e3', '0x1', '1.0', '+1', ' 1', '', '0', '10001', '100000', 'one'])('is not %j', async (text) => {
    const query = `partNumber=${encodeURIComponent(text)}`;
    const { id: uploadId } = await store.createUpload({ bucket: 'bucket', key: 'parts' });
    const refusal = { status: 400, code: 'InvalidArgument' };
    expect(await send('PUT', `/bucket/parts?${query}&uploadId=${uploadId}`, 'x')).toMatchObject(refusal);
    const copy = { 'x-amz-copy-source': '/bucket/parts' };
    expect(await send('PUT', `/bucket/parts?${query}&uploadId=${uploadId}`, '', copy)).toMatchObject(refusal);
  });
});

describe('an index that another process has locked', () => {
  it('is answered with what SDKs try again after, and the object is there when it is free', async () => {
    const lock = lockDatabase(join(folder, 'index.sqlite'));
    expect(await send('PUT', '/bucket/locked', 'x')).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    expect((await send('GET', '/bucket/none')).code).toBe('NoSuchKey');
    lock.release();
    expect((await send('PUT', '/bucket/locked', 'x')).status).toBe(200);
    expect((await send('DELETE', '/bucket/locked')).status).toBe(204);
  });
});

describe('S3 operations', () => {
  it('are all in the table, once', async () => {
    const files = await readdir(resolve(import.meta.dirname, '../../../src/operations/s3/operations'));
    const names = files.map((file) => file.replace('.ts', '').replaceAll('-', '')).toSorted();
    expect(
      Object.keys(s3Operations.operations)
        .map((name) => name.toLowerCase())
        .toSorted(),
    ).toEqual(names);
  });

  it.each([
    ['PUT', '/bucket?acl', 501, 'NotImplemented'],
    ['GET', '/bucket/none?tagging', 404, 'NoSuchKey'],
    ['GET', '/bucket/k?versionId=1', 404, 'NoSuchVersion'],
    ['PUT', '/bucket?versioning', 501, 'NotImplemented'],
    ['DELETE', '/bucket?lifecycle', 501, 'NotImplemented'],
    ['DELETE', '/bucket/none?tagging', 404, 'NoSuchKey'],
    ['POST', '/bucket/k', 405, 'MethodNotAllowed'],
    ['PATCH', '/bucket/k', 405, 'MethodNotAllowed'],
    ['GET', '/bucket/%ff', 400, 'InvalidURI'],
    ['PUT', '/No_Good', 400, 'InvalidBucketName'],
    ['PUT', `/bucket/${'k'.repeat(1025)}`, 400, 'KeyTooLongError'],
    ['GET', '/bucket?max-keys=-1', 400, 'InvalidArgument'],
    ['GET', '/bucket?encoding-type=base64', 400, 'InvalidArgument'],
  ])('answer %s %s with %i %s', async (method, path, status, code) => {
    expect(await send(method, path)).toMatchObject({ status, code });
  });

  it.each([
    ['x-amz-tagging', 'a=1&a=2', 'InvalidArgument'],
    ['x-amz-tagging', 'aws:a=1', 'InvalidTag'],
    ['x-amz-checksum-crc32', 'short', 'InvalidRequest'],
    ['x-amz-acl', 'public-read', 'NotImplemented'],
    ['x-amz-server-side-encryption-customer-algorithm', 'AES256', 'NotImplemented'],
    ['content-md5', 'short', 'InvalidDigest'],
    ['x-amz-sdk-checksum-algorithm', 'MD4', 'InvalidRequest'],
    ['x-amz-content-sha256', '0'.repeat(64), 'XAmzContentSHA256Mismatch'],
    ['x-amz-meta-long', 'v'.repeat(2100), 'InvalidArgument'],
    ['if-none-match', '"etag"', 'NotImplemented'],
  ])('refuse a put with %s: %s', async (name, value, code) => {
    expect(await send('PUT', '/bucket/refused', 'body', { [name]: value })).toMatchObject({ code });
    expect(await store.headObject({ bucket: 'bucket', key: 'refused' })).toBeUndefined();
  });

  it.each([
    ['PUT', '/bucket/k', 'x-amz-object-lock-mode', 'GOVERNANCE'],
    ['PUT', '/bucket/k', 'x-amz-grant-read', 'id=1'],
    ['PUT', '/bucket/k', 'x-amz-storage-class', 'DEEP_ARCHIVE'],
    ['PUT', '/bucket/k', 'x-amz-unheard-of', '1'],
    ['PUT', '/bucket/k', 'if-unmodified-since', 'Wed, 21 Oct 2015 07:28:00 GMT'],
    ['DELETE', '/bucket/k', 'if-match', '"etag"'],
    ['DELETE', '/bucket/k', 'x-amz-if-match-size', '1'],
    ['DELETE', '/bucket/k', 'x-amz-mfa', '1 2'],
    ['GET', '/bucket/k', 'x-amz-server-side-encryption-customer-algorithm', 'AES256'],
    ['PUT', '/locked', 'x-amz-bucket-object-lock-enabled', 'true'],
    ['PUT', '/public', 'x-amz-acl', 'public-read'],
  ])('refuse %s %s with %s, in a header and in a signed query', async (method, path, name, value) => {
    const refused = { status: 501, code: 'NotImplemented' };
    expect(await send(method, path, undefined, { [name]: value })).toMatchObject(refused);
    if (!name.startsWith('x-amz-')) return;
    expect(await send(method, `${path}?${name}=${encodeURIComponent(value)}`)).toMatchObject(refused);
  });

  it.each([
    ['PATCH', '/bucket/k', 'OBJECT', 'GET, HEAD, PUT, DELETE'],
    ['POST', '/bucket/k', 'OBJECT', 'GET, HEAD, PUT, DELETE'],
    ['PATCH', '/bucket', 'BUCKET', 'GET, HEAD, PUT, POST, DELETE'],
    ['DELETE', '/', 'SERVICE', 'GET'],
  ])('answer %s %s with what is allowed', async (method, path, type, allow) => {
    const answer = await send(method, path);
    expect(answer.code).toBe('MethodNotAllowed');
    expect(answer.headers.get('allow')).toBe(allow);
    expect(answer.text).toContain(`<Method>${method}</Method><ResourceType>${type}</ResourceType>`);
  });

  it('give the checksum of a range that is the whole object, and of no other', async () => {
    // The check value of CRC-32, cbf43926, in base64.
    await send('PUT', '/bucket/range', '123456789', { 'x-amz-checksum-crc32': 'y/Q5Jg==' });
    const sumOf = async (range: string) => {
      const answer = await send('GET', '/bucket/range', undefined, { range, 'x-amz-checksum-mode': 'ENABLED' });
      return [answer.status, answer.headers.get('x-amz-checksum-crc32')];
    };
    expect(await sumOf('bytes=0-')).toEqual([206, 'y/Q5Jg==']);
    expect(await sumOf('bytes=-9')).toEqual([206, 'y/Q5Jg==']);
    expect(await sumOf('bytes=1-')).toEqual([206, null]);
  });

  it.each([
    // Check values of "123456789": CRC-32C e3069283, CRC-64/NVME ae8b14860a799888.
    ['CRC32C', '4waSgw=='],
    ['CRC64NVME', 'rosUhgp5mIg='],
  ])('copy with the checksum %s, in the place of the one that the source has', async (algorithm, sum) => {
    await send('PUT', '/bucket/summed', '123456789', { 'x-amz-checksum-crc32': 'y/Q5Jg==' });
    const headers = { 'x-amz-copy-source': '/bucket/summed', 'x-amz-checksum-algorithm': algorithm };
    const { text } = await send('PUT', '/bucket/copy', undefined, headers);
    expect(text).toContain(`<Checksum${algorithm}>${sum}</Checksum${algorithm}><ChecksumType>FULL_OBJECT<`);
    expect(text).not.toContain('ChecksumCRC32>');
    const copy = await send('HEAD', '/bucket/copy', undefined, { 'x-amz-checksum-mode': 'ENABLED' });
    expect(copy.headers.get(`x-amz-checksum-${algorithm.toLowerCase()}`)).toBe(sum);
  });

  it.each([
    [
      '<CreateBucketConfiguration><LocationConstraint>no region</LocationConstraint></CreateBucketConfiguration>',
      'InvalidLocationConstraint',
    ],
    ['<CreateBucketConfiguration>', 'MalformedXML'],
    ['<Other/>', 'MalformedXML'],
  ])('make no bucket of %s', async (body, code) => {
    expect(await send('PUT', '/not-made', body)).toMatchObject({ status: 400, code });
    expect((await send('HEAD', '/not-made')).status).toBe(404);
    const configuration = body.replace('no region', 'eu-west-1');
    if (configuration !== body) expect((await send('PUT', '/made', configuration)).status).toBe(200);
  });

  it('give metadata beyond ASCII as an encoded word, and keep encoded words as they are', async () => {
    // The example of the S3 User Guide, "Working with object metadata": UTF-8 that is taken for Latin-1.
    const sent = Buffer.from('ÄMÄZÕÑ S3').toString('latin1');
    const word = '=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=';
    await send('PUT', '/bucket/words', 'x', { 'x-amz-meta-nonascii': sent, 'x-amz-meta-word': word });
    const { headers } = await send('HEAD', '/bucket/words');
    expect(headers.get('x-amz-meta-nonascii')).toBe(word);
    expect(headers.get('x-amz-meta-word')).toBe(word);
  });

  it('act on headers that a presigner moved into the query', async () => {
    const query =
      'x-amz-meta-color=red&x-amz-storage-class=STANDARD_IA&x-amz-server-side-encryption=aws%3Akms&x-id=PutObject';
    expect((await send('PUT', `/bucket/moved?${query}`, 'x')).status).toBe(200);
    const { headers } = await send('HEAD', '/bucket/moved');
    expect(headers.get('x-amz-meta-color')).toBe('red');
    expect(headers.get('x-amz-storage-class')).toBe('STANDARD_IA');
    expect(headers.get('x-amz-server-side-encryption')).toBe('aws:kms');
    expect((await send('GET', '/bucket?list-type=2&prefix=moved')).text).toContain('<StorageClass>STANDARD_IA<');
    expect(await send('PUT', '/bucket/moved?x-amz-checksum-crc32=AAAAAA%3D%3D', 'y')).toMatchObject({
      code: 'BadDigest',
    });
  });

  it('take a form without a policy where signatures are not asked for, but not from another page', async () => {
    const post = (headers: Record<string, string> = {}) => {
      const form = new FormData();
      form.append('key', 'posted');
      form.append('file', new Blob(['content']));
      return fetch(`${server.url}/bucket`, { method: 'POST', body: form, headers });
    };
    expect((await post({ origin: 'http://elsewhere' })).status).toBe(403);
    expect((await send('HEAD', '/bucket/posted')).status).toBe(404);
    expect((await post()).status).toBe(204);
    expect((await send('GET', '/bucket/posted')).text).toBe('content');
  });

  it('take what asks for nothing', async () => {
    const harmless = { 'x-amz-acl': 'private', 'x-amz-request-payer': 'requester', 'x-amz-storage-class': 'STANDARD' };
    expect((await send('PUT', '/bucket/harmless', 'x', harmless)).status).toBe(200);
  });

  it.each([
    ['no XML', 'keys'],
    ['another root', '<Remove><Object><Key>a</Key></Object></Remove>'],
    ['no key', '<Delete></Delete>'],
    ['an empty key', '<Delete><Object><Key></Key></Object></Delete>'],
    ['an element as key', '<Delete><Object><Key><a>b</a></Key></Object></Delete>'],
    ['a document type', '<!DOCTYPE Delete [<!ENTITY a "aaaa">]><Delete><Object><Key>&a;</Key></Object></Delete>'],
    ['too many keys', `<Delete>${'<Object><Key>k</Key></Object>'.repeat(1001)}</Delete>`],
    ['more than 8 MiB', `<Delete>${' '.repeat(9 * 1024 * 1024)}</Delete>`],
  ])('refuse to delete by a document with %s', async (_, body) => {
    expect(await send('POST', '/bucket?delete', body)).toMatchObject({ status: 400, code: 'MalformedXML' });
  });

  it('read and write every reference of XML', async () => {
    const key = `<&>"' é \u{1f600}`;
    await store.putObject({ bucket: 'bucket', key }, Buffer.from('x'));
    const list = await send('GET', `/bucket?prefix=${encodeURIComponent('<')}`);
    const tree = new XMLParser().parse(list.text) as { ListBucketResult: { Contents: { Key: string } } };
    expect(tree.ListBucketResult.Contents.Key).toBe(key);
    const written = '&lt;&amp;&gt;&quot;&apos; &#233; &#x1F600;';
    await send('POST', '/bucket?delete', `<Delete><Object><Key>${written}</Key></Object></Delete>`);
    expect(await store.headObject({ bucket: 'bucket', key })).toBeUndefined();
  });

  it('keep metadata with the names of JavaScript apart from its objects', async () => {
    await send('PUT', '/bucket/proto', 'x', { 'x-amz-meta-__proto__': 'a', 'x-amz-meta-constructor': 'b' });
    const { headers } = await send('GET', '/bucket/proto');
    expect(headers.get('x-amz-meta-constructor')).toBe('b');
    expect(headers.get('x-amz-meta-__proto__')).toBe('a');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('refuse an override of a header with a line break', async () => {
    await store.putObject({ bucket: 'bucket', key: 'k' }, Buffer.from('x'));
    const answer = await send('GET', '/bucket/k?response-content-type=a%0d%0aset-cookie:b');
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('publish nothing when the client leaves in the middle', async () => {
    await new Promise<void>((done) => {
      const request = httpRequest(`${server.url}/bucket/half`, {
        method: 'PUT',
        headers: { 'content-length': '1000000' },
      });
      request.on('error', () => done());
      request.write(Buffer.alloc(500_000), () => setTimeout(() => request.destroy(new Error('gone')), 50));
    });
    // What the tests before it put is small: it stands in the index, not in files.
    await expect.poll(async () => readdir(join(folder, 'content'))).toEqual([]);
    expect(await store.headObject({ bucket: 'bucket', key: 'half' })).toBeUndefined();
  });

  it('answer a failing disk with InternalError and continue', async () => {
    const broken = await startS3Server(
      { ...store, putObject: () => Promise.reject(new Error('EIO: /secret/path')) },
      { allowUnsigned: true },
    );
    const response = await fetch(`${broken.url}/bucket/k`, { method: 'PUT', body: 'x' });
    const text = await response.text();
    await broken.close();
    expect(response.status).toBe(500);
    expect(text).toContain('<Code>InternalError</Code>');
    expect(text).not.toContain('secret');
  });
});
