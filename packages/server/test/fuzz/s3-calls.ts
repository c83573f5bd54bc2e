import type { Call } from './call.ts';
import type { Random } from './random.ts';
import { encode, headerText, nastyText } from './texts.ts';

const buckets = ['diamonds', 'bucket', 'other', 'none-such'];
const keys = ['a', 'b/c', 'in/rows.csv', 'out/rows.csv.out', '__proto__', 'constructor/x', 'a\0b', '../x', '\u{1f600}'];
const parameters = [
  ['uploads', ['']],
  ['uploadId', ['', 'x', '__proto__']],
  ['partNumber', ['1', '0', '10001', 'x']],
  ['delete', ['']],
  ['location', ['']],
  ['list-type', ['2', '1']],
  ['prefix', ['a', 'in/', '']],
  ['delimiter', ['/', '', 'ab']],
  ['max-keys', ['0', '1', '1000', '99999999999', '-1', 'x']],
  ['marker', ['a', 'zzz']],
  ['start-after', ['a']],
  ['continuation-token', ['YQ', 'x', '']],
  ['encoding-type', ['url', 'x']],
  ['fetch-owner', ['true']],
  ['key-marker', ['a']],
  ['upload-id-marker', ['x']],
  ['part-number-marker', ['1', '-1', 'x']],
  ['max-parts', ['1', '0']],
  ['max-uploads', ['1']],
  ['response-content-type', ['text/plain', 'a\r\nX-Evil: 1', '\u2603']],
  ['response-expires', ['x']],
  ['versionId', ['null', 'x']],
  ['acl', ['']],
  ['tagging', ['']],
  ['attributes', ['']],
  ['versions', ['']],
  ['versioning', ['']],
] as const;

const headers = [
  ['content-type', ['text/csv', 'x', '\xff']],
  ['content-encoding', ['gzip', 'aws-chunked', 'aws-chunked,gzip']],
  ['content-md5', ['x', 'AAAAAAAAAAAAAAAAAAAAAA==']],
  ['cache-control', ['no-cache']],
  ['expires', ['0']],
  ['range', ['bytes=0-0', 'bytes=-1', 'bytes=5-1', 'bytes=0-99999999999999999999', 'x', 'bytes=-0', 'bytes=9-']],
  ['if-match', ['*', '"x"', ',']],
  ['if-none-match', ['*', 'x']],
  ['if-modified-since', ['Thu, 01 Jan 1970 00:00:00 GMT', 'x']],
  ['if-unmodified-since', ['Thu, 01 Jan 1970 00:00:00 GMT']],
  ['x-amz-copy-source', ['/diamonds/in/rows.csv', 'diamonds/a', '%zz', '/', 'a', 'other/b%2Fc', 'a/b?versionId=x']],
  ['x-amz-copy-source-range', ['bytes=0-1', 'bytes=1-0', 'x']],
  ['x-amz-copy-source-if-match', ['x']],
  ['x-amz-metadata-directive', ['REPLACE', 'COPY', 'x']],
  ['x-amz-checksum-crc32', ['AAAAAA==', 'x']],
  ['x-amz-checksum-sha256', ['x']],
  ['x-amz-checksum-algorithm', ['CRC32', 'SHA256', 'CRC64NVME', '__proto__', 'constructor']],
  ['x-amz-sdk-checksum-algorithm', ['CRC32', 'toString']],
  ['x-amz-checksum-type', ['COMPOSITE', 'FULL_OBJECT', 'x']],
  ['x-amz-checksum-mode', ['ENABLED']],
  ['x-amz-trailer', ['x-amz-checksum-crc32', 'x']],
  ['x-amz-mp-object-size', ['1', 'x']],
  ['x-amz-acl', ['private', 'public-read', 'constructor']],
  ['x-amz-meta-a', ['1', '\xff\xfe']],
  ['x-amz-meta-__proto__', ['1']],
  ['x-amz-meta-constructor', ['1']],
  ['x-amz-expected-bucket-owner', ['000000000000', 'x']],
  ['x-amz-server-side-encryption', ['AES256', 'aws:kms', '\x80']],
  ['x-amz-tagging', ['a=b', 'a=b&a=c', '__proto__=1', '%zz', '=', 'a=b&'.repeat(20)]],
  ['x-amz-object-attributes', ['ETag', 'ETag,ObjectSize,Checksum', 'constructor', ',']],
] as const;

const documents = [
  '<Delete><Object><Key>a</Key></Object></Delete>',
  '<Delete><Object><Key>&constructor;&#0;&#xD800;&#x110000;</Key></Object><Quiet>true</Quiet></Delete>',
  '<Delete><Object><Key/></Object></Delete>',
  '<Delete><__proto__><Key>a</Key></__proto__><constructor>a</constructor></Delete>',
  '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"x"</ETag></Part></CompleteMultipartUpload>',
  '<CompleteMultipartUpload><Part><PartNumber>1e9</PartNumber><ETag>x<b/></ETag></Part></CompleteMultipartUpload>',
  '<!DOCTYPE a [<!ENTITY b "c">]><Delete>&b;</Delete>',
  '<?xml version="1.0"?><Delete',
  '<a>'.repeat(2000),
  '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>',
  '<Tagging><TagSet><Tag><Key>__proto__</Key><Value/></Tag><Tag><Key>__proto__</Key></Tag></TagSet></Tagging>',
  `<Tagging><TagSet>${'<Tag><Key>a</Key></Tag>'.repeat(60)}</TagSet></Tagging>`,
  '<Delete xmlns="x"><Object><Key><![CDATA[a]]></Key></Object></Delete>',
];

/** A request of S3's, of which most name something that may be there. */
export function s3Call(random: Random): Call {
  const bucket = random.chance(random.wildness) ? nastyText(random) : random.pick(buckets);
  const key = random.chance(random.wildness) ? nastyText(random) : random.pick(keys);
  if (!random.chance(random.wildness * 2)) return validCall(random, bucket, key);
  const on = random.below(10);
  const path = on === 0 ? '/' : on < 4 ? `/${encode(bucket)}` : `/${encode(bucket)}/${pathOf(random, key)}`;
  const method = random.pick(['GET', 'GET', 'GET', 'HEAD', 'PUT', 'PUT', 'POST', 'DELETE', 'PATCH']);
  const hasBody = method === 'PUT' || method === 'POST';
  return {
    surface: 'S3',
    service: 's3',
    method,
    path,
    query: uniqueBy(random.times(2, () => choose(random, parameters, nastyText))),
    headers: uniqueBy(random.times(3, () => choose(random, headers, headerText))),
    body: hasBody ? bodyOf(random) : Buffer.alloc(0),
  };
}

const valid = [
  ['GET', '', 'key'],
  ['HEAD', '', 'key'],
  ['PUT', '', 'key'],
  ['DELETE', '', 'key'],
  ['POST', 'uploads', 'key'],
  ['PUT', 'tagging', 'key'],
  ['GET', 'tagging', 'key'],
  ['DELETE', 'tagging', 'key'],
  ['GET', 'attributes', 'key'],
  ['GET', 'versions', 'bucket'],
  ['GET', 'versioning', 'bucket'],
  ['PUT', 'partNumber=1&uploadId=x', 'key'],
  ['GET', 'list-type=2', 'bucket'],
  ['GET', '', 'bucket'],
  ['GET', 'uploads', 'bucket'],
  ['POST', 'delete', 'bucket'],
  ['HEAD', '', 'bucket'],
  ['GET', '', 'service'],
] as const;

/** One that is an operation, with a header or a parameter of which it may know nothing. */
function validCall(random: Random, bucket: string, key: string): Call {
  const [method, query, on] = random.pick(valid);
  const path = { service: '/', bucket: `/${encode(bucket)}`, key: `/${encode(bucket)}/${pathOf(random, key)}` }[on];
  return {
    surface: 'S3',
    service: 's3',
    method,
    path,
    query: uniqueBy([
      ...new URLSearchParams(query),
      ...(random.chance(0.2) ? [choose(random, parameters, nastyText)] : []),
    ]),
    headers: uniqueBy(random.times(1, () => choose(random, headers, headerText))),
    body: method === 'PUT' || method === 'POST' ? bodyOf(random) : Buffer.alloc(0),
  };
}

/** Keys are sent with their slashes as they are, or encoded, or not encoded at all. */
function pathOf(random: Random, key: string): string {
  if (random.chance(0.5)) return encode(key).replaceAll('%2F', '/');
  return random.chance(0.9) ? encode(key) : encode(key).replaceAll('%25', '%');
}

function choose(
  random: Random,
  table: readonly (readonly [string, readonly string[]])[],
  other: (random: Random) => string,
): readonly [string, string] {
  const [name, values] = random.pick(table);
  return [name, random.chance(random.wildness) ? other(random) : random.pick(values)];
}

const uniqueBy = (pairs: readonly (readonly [string, string])[]) => [...new Map(pairs)];

function bodyOf(random: Random): Buffer {
  if (random.chance(0.4)) return Buffer.from(random.pick(documents));
  return random.chance(0.5) ? Buffer.from(nastyText(random)) : Buffer.alloc(random.below(2000), 'x,1\n');
}
