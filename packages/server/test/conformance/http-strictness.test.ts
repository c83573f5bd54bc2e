import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestHead, sendRaw } from '../support/raw-http.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/**
 * What is taken and refused on the wire, byte for byte: RFC 9112, and where it leaves a choice the stricter one. Each
 * probe has the statuses that come back on its connection, in their order; one that could hide a second request must
 * have one answer alone, and a closed connection behind it.
 */

let server: TestServer;
let host = '';
beforeAll(async () => {
  server = await startTestServer({ args: ['--allow-unsigned'] });
  host = new URL(server.url).host;
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  removeData(server);
});

/** `HOST` stands for the server's own address. */
const health = (...headers: string[]) => requestHead('GET /_catenary/health HTTP/1.1', 'Host: HOST', ...headers);
const hidden = health();
const list = (...headers: string[]) =>
  requestHead(
    'POST / HTTP/1.1',
    'Host: HOST',
    'X-Amz-Target: SageMaker.ListModels',
    'Content-Type: application/x-amz-json-1.1',
    ...headers,
  );
const chunked = (coding: string, body = '2\r\n{}\r\n0\r\n\r\n') => list(`Transfer-Encoding: ${coding}`) + body;

interface Probe {
  readonly name: string;
  readonly bytes: string;
  readonly statuses: readonly number[];
}
const probe = (name: string, bytes: string, ...statuses: number[]): Probe => ({ name, bytes, statuses });

const refused: readonly Probe[] = [
  // Where the body ends.
  probe('both lengths', list('Content-Length: 4', 'Transfer-Encoding: chunked') + '2\r\n{}\r\n0\r\n\r\n', 400),
  probe(
    'both lengths, the other way round',
    `${list('Transfer-Encoding: chunked', 'Content-Length: 2')}{}${hidden}`,
    400,
  ),
  probe('the same length twice', `${list('Content-Length: 2', 'Content-Length: 2')}{}`, 400),
  probe('two lengths', `${list('Content-Length: 2', 'Content-Length: 40')}{}${hidden}`, 400),
  probe('a list of lengths', `${list('Content-Length: 2, 2')}{}`, 400),
  probe('a length with a sign', `${list('Content-Length: +2')}{}`, 400),
  probe('a negative length', `${list('Content-Length: -2')}{}`, 400),
  probe('a hexadecimal length', `${list('Content-Length: 0x2')}{}`, 400),
  probe('a length beyond 64 bits', `${list('Content-Length: 99999999999999999999')}{}`, 400),
  probe('a blank before the colon', `${list('Content-Length : 2')}{}`, 400),
  probe('another coding', chunked('xchunked'), 501),
  probe('chunked before another coding', chunked('chunked, cow'), 400),
  probe('another coding before chunked', chunked('cow, chunked'), 501),
  probe('gzip before chunked', chunked('gzip, chunked'), 501),
  probe('identity before chunked', chunked('identity, chunked'), 501),
  probe('chunked twice', chunked('chunked, chunked'), 400),
  probe('chunked in two headers', chunked('chunked\r\nTransfer-Encoding: chunked'), 400),
  probe('a quoted coding', chunked('"chunked"'), 501),
  probe('a coding behind a vertical tab', chunked('\x0bchunked'), 400),
  probe('a coding on a folded line', list('Transfer-Encoding:\r\n chunked') + '2\r\n{}\r\n0\r\n\r\n', 400),
  probe('chunks in HTTP/1.0', chunked('chunked').replace('HTTP/1.1', 'HTTP/1.0'), 400),
  probe('a chunk size with 0x', chunked('chunked', '0x2\r\n{}\r\n0\r\n\r\n'), 400),
  probe('chunks ended by line feeds', chunked('chunked', '2\n{}\n0\n\n'), 400),
  probe('a chunk size beyond 64 bits', chunked('chunked', 'ffffffffffffffff2\r\n{}\r\n0\r\n\r\n'), 400),
  probe('a negative chunk size', chunked('chunked', '-2\r\n{}\r\n0\r\n\r\n'), 400),
  probe('a chunk that is longer than its size', chunked('chunked', '2\r\n{}x\r\n0\r\n\r\n'), 400),
  probe('a chunk without its end', chunked('chunked', '2\r\n{}0\r\n\r\n'), 400),
  probe('an extension with a line feed', chunked('chunked', '2;a\n{}\r\n0\r\n\r\n'), 400),
  probe(
    'a trailer that names a length',
    `${chunked('chunked', '2\r\n{}\r\n0\r\nContent-Length: 50\r\n\r\n')}${hidden}`,
    400,
  ),
  probe('an extension of 20 KB', chunked('chunked', `2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`), 413),
  probe('a GET with a body', `${health('Content-Length: 5')}hello${hidden}`, 400),
  probe('a GET with a request as its body', health(`Content-Length: ${hidden.length}`) + hidden, 400),
  probe('a GET in chunks', `${health('Transfer-Encoding: chunked')}0\r\n\r\n`, 400),
  probe('a DELETE with a body', `${health('Content-Length: 2').replace('GET', 'DELETE')}{}`, 400),
  // The request line.
  probe('HTTP/0.9', 'GET /_catenary/health\r\n\r\n', 505),
  probe('HTTP/2.0', health().replace('HTTP/1.1', 'HTTP/2.0'), 505),
  probe('HTTP/1.2', health().replace('HTTP/1.1', 'HTTP/1.2'), 400),
  probe('http/1.1 in lower case', health().replace('HTTP/1.1', 'http/1.1'), 400),
  probe('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400),
  probe('a blank before the method', ` ${health()}`, 400),
  probe('a tab behind the method', health().replace('GET ', 'GET\t'), 400),
  probe('a method in lower case', health().replace('GET', 'get'), 400),
  probe('a method that there is not', health().replace('GET', 'FOO'), 400),
  probe('a target in absolute form of another host', health().replace(' /', ' http://elsewhere/'), 400),
  probe('a target in absolute form of another scheme', health().replace(' /', ' ftp://HOST/'), 400),
  probe('the target *', health().replace('GET /_catenary/health', 'OPTIONS *'), 400),
  probe('a fragment', health().replace('/health', '/health#x'), 400),
  probe('a byte beyond ASCII in the path', health().replace('/health', '/h\xe9'), 400),
  probe('NUL in the path', health().replace('/health', '/h\0'), 400),
  probe('a path out of the root', health().replace('/_catenary/health', '/../../etc/passwd'), 400),
  probe('a bucket path out of the root', health().replace('/_catenary/health', '/bucket/../../etc/passwd'), 400),
  probe('dot segments in a fixed path', health().replace('/_catenary/', '/_catenary/x/../'), 400),
  probe('a path that begins with two slashes', health('Connection: close').replace(' /', ' //evil/'), 400),
  // Headers.
  probe('two hosts', health('Host: HOST'), 400),
  probe('no host', requestHead('GET /_catenary/health HTTP/1.1'), 400),
  probe('two targets', `${list('X-Amz-Target: SageMaker.DeleteModel', 'Content-Length: 2')}{}`, 400),
  probe('two content types', `${list('Content-Type: text/plain', 'Content-Length: 2')}{}`, 400),
  probe('two signatures', health('Authorization: a', 'Authorization: b'), 400),
  probe('a header named __proto__', health('__proto__: a'), 400),
  probe('a folded header', `${list('X-A: a\r\n b', 'Content-Length: 2')}{}`, 400),
  probe('lines ended by line feeds', health().replaceAll('\r\n', '\n'), 400),
  probe('a carriage return in a value', health('X-A: a\rb'), 400),
  probe('NUL in a value', health('X-A: a\0b'), 400),
  probe('NUL in a name', health('X\0A: b'), 400),
  probe('a header without a colon', health('XAb'), 400),
  probe('a header without a name', health(': b'), 400),
  probe('101 headers', health(...Array.from({ length: 100 }, (_, at) => `X-${at}: a`)), 431),
  probe('2,500 headers', health(...Array.from({ length: 2500 }, (_, at) => `X${at}:a`)), 431),
  probe('a header of 17 KB', health(`X-A: ${'a'.repeat(17_000)}`), 431),
  probe(
    'an expectation that cannot be met',
    `${list('Expect: 200-ok', 'Content-Length: 2', 'Connection: close')}{}`,
    417,
  ),
  // What a browser would send for another page.
  probe(
    'a foreign origin',
    requestHead('GET / HTTP/1.1', 'Host: HOST', 'Origin: http://evil', 'Connection: close'),
    403,
  ),
  probe('the origin null', requestHead('GET / HTTP/1.1', 'Host: HOST', 'Origin: null', 'Connection: close'), 403),
  probe('a name that was rebound', requestHead('GET / HTTP/1.1', 'Host: evil.example:80', 'Connection: close'), 403),
  probe(
    'a name that only begins well',
    requestHead('GET / HTTP/1.1', 'Host: localhost.evil', 'Connection: close'),
    403,
  ),
];

const taken: readonly Probe[] = [
  probe('a plain request', health(), 200),
  probe('HTTP/1.0', health().replace('HTTP/1.1', 'HTTP/1.0'), 200),
  probe('empty lines before the request', `\r\n\r\n${health()}`, 200),
  probe('a target in absolute form', health().replace(' /', ' http://HOST/'), 200),
  probe('a coding behind a tab', chunked('\tchunked'), 200),
  probe('CHUNKED', chunked('CHUNKED'), 200),
  probe('an extension', chunked('chunked', '2;a=b\r\n{}\r\n0\r\n\r\n'), 200),
  probe('Content_Length beside Content-Length', `${list('Content_Length: 40', 'Content-Length: 2')}{}`, 200),
  probe('Expect: 100-continue', `${list('Expect: 100-continue', 'Content-Length: 2')}{}`, 100, 200),
  probe(
    'Expect of HTTP/1.0, which knows no 100',
    `${list('Expect: 100-continue', 'Content-Length: 2')}{}`.replace('HTTP/1.1', 'HTTP/1.0'),
    200,
  ),
  probe(
    'an offer of HTTP/2',
    health('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMA'),
    200,
  ),
  probe('a GET with a length of 0', health('Content-Length: 0'), 200),
  probe('two requests at once', health() + hidden, 200, 200),
  probe('100 headers', health(...Array.from({ length: 99 }, (_, at) => `X-${at}: a`)), 200),
  probe('its own origin', requestHead('GET / HTTP/1.1', 'Host: HOST', 'Origin: http://HOST'), 200),
];

describe('HTTP is refused', () => {
  it.each(refused)('with $name', async ({ bytes, statuses }) => {
    const answer = await sendRaw(server.url, bytes.replaceAll('HOST', host), 2000);
    expect(answer.statuses).toEqual(statuses);
    expect(answer.isClosed).toBe(true);
    expect(answer.text).not.toMatch(/at .*\.ts:\d+|node:internal/);
  });
});

describe('HTTP is taken', () => {
  it.each(taken)('with $name', async ({ bytes, statuses }) => {
    expect((await sendRaw(server.url, bytes.replaceAll('HOST', host), 400)).statuses).toEqual(statuses);
  });
});

describe('a body', () => {
  const post = (body: string) =>
    `${list(`Content-Length: ${body.length}`, 'Connection: close')}${body}`.replaceAll('HOST', host);

  it.each([
    ['nests 65 deep', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
    ['nests 400,000 deep', '['.repeat(400_000)],
    ['has the key __proto__', '{"__proto__":{"MaxResults":1}}'],
    ['has the key __proto__ deep inside', '{"a":[{"__proto__":null}]}'],
    ['has the key __proto__ in escapes', '{"\\u005f_proto__":{}}'],
    ['is not UTF-8', '{"NameContains":"\xff"}'],
    ['is not JSON', '{"a":1,}'],
  ])('that %s is refused', async (_name, body) => {
    const { statuses, text } = await sendRaw(server.url, post(body));
    expect(statuses).toEqual([400]);
    expect(text).toContain('SerializationException');
  });

  it('that nests 64 deep is read', async () => {
    const { statuses } = await sendRaw(server.url, post(`${'{"a":'.repeat(64)}1${'}'.repeat(64)}`));
    expect(statuses).toEqual([200]);
  });
});
