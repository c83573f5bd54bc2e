import { presign } from '../../../packages/server/test/support/presign.ts';
import { requestHead, sendRaw } from '../../../packages/server/test/support/raw-http.ts';
import { inLanes } from '../../harness.ts';
import { type Attack, pour, refused } from './attack.ts';

const megabyte = 1024 ** 2;
const words = ['constructor', '__proto__', 'tostring', 'valueof', 'hasownproperty'];
const post = (path: string, ...headers: readonly string[]) =>
  requestHead(`POST ${path} HTTP/1.1`, 'Host: a', ...headers);

/** A request of each API whose list of signed headers has a name that every object has. */
function unsignedNames(word: string): string[] {
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = `NOBODY/${stamp.slice(0, 8)}/us-east-1/sagemaker/aws4_request`;
  const lines = ['POST /', 'POST /endpoints/x/invocations', 'GET /_catenary/endpoints/x', 'GET /bucket/key'];
  const headers = [
    'Host: a',
    `X-Amz-Date: ${stamp}`,
    'X-Amz-Target: SageMaker.ListModels',
    `Authorization: AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date;${word}, Signature=0`,
  ];
  return lines.map((line) => requestHead(`${line} HTTP/1.1`, ...headers));
}

const damaged = [
  post('/', 'Transfer-Encoding: gzip, chunked'),
  post('/', 'Content-Length: 1', 'Content-Length: 2'),
  post('/', 'Transfer-Encoding: chunked', 'Content-Length: 3'),
  requestHead('GET /../../etc/passwd HTTP/1.1', 'Host: a'),
  requestHead('GET / HTTP/1.1', 'Host: a', 'Host: b'),
  requestHead('GET http://b/ HTTP/1.1', 'Host: a'),
  requestHead('GET / HTTP/1.1', 'Host: a', ...Array.from({ length: 2500 }, (_, at) => `x${at}: y`)),
];

/** From callers who have shown no key. */
export const withoutKey: readonly Attack[] = [
  {
    name: 'names that every object has, as signed headers, 1,000 requests',
    run: ({ url }) => {
      const requests = words.flatMap(unsignedNames);
      return inLanes(1000, 8, (at) => sendRaw(url, requests[at % requests.length] as string, 5));
    },
  },
  {
    name: 'a line break in the region of a presigned HEAD',
    run: ({ url }) => {
      const { host } = new URL(url);
      const path = presign({ method: 'HEAD', host, path: '/attacked', region: 'us\r\nX-Evil: 1' });
      return inLanes(100, 8, () => sendRaw(url, requestHead(`HEAD ${path} HTTP/1.1`, `Host: ${host}`), 5));
    },
  },
  {
    name: 'damaged HTTP, 700 requests',
    run: ({ url }) => inLanes(700, 8, (at) => sendRaw(url, damaged[at % damaged.length] as string, 5)),
  },
  {
    name: '150 bodies of 6 MiB less a byte, held for 5 s',
    run: (target) => {
      const head = post('/endpoints/x/invocations', `Content-Length: ${6 * megabyte}`);
      return inLanes(150, 150, () => pour(target, [head, Buffer.alloc(6 * megabyte - 1, 'x')], 5000));
    },
  },
  {
    name: '6 million chunks of a byte',
    run: (target) => {
      const chunks = Array.from({ length: 310 }, () => '1\r\nx\r\n'.repeat(20_000));
      return pour(target, [post('/endpoints/x/invocations', 'Transfer-Encoding: chunked'), ...chunks], 1000);
    },
  },
  {
    name: 'a form of a million fields',
    run: ({ url }) =>
      refused(
        fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'a&'.repeat(1_000_000),
        }),
      ),
  },
  {
    name: '18,389 requests on one connection, nothing read, for 5 s',
    run: (target) =>
      pour(
        target,
        Array.from({ length: 18_389 }, () => requestHead('GET /x/y HTTP/1.1', 'Host: a')),
        5000,
      ),
  },
  {
    name: '2,000 connections of half a request, for 5 s',
    run: (target) => inLanes(2000, 2000, () => pour(target, [post('/', 'Content-Length: 100'), 'ab'], 5000)),
  },
];
