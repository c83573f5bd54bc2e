import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHead } from '../../../src/entry/http/write-head.ts';
import { requestHead, sendRaw } from '../../support/raw-http.ts';

/** The header's value is the character that the path's number stands for, between two letters. */
const server = createServer((request, response) => {
  const character = String.fromCharCode(Number((request.url as string).slice(1)));
  writeHead(response, 200, { 'x-value': `a${character}b`, [`x${character}`]: 'name', 'content-length': 0 });
  response.end();
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

describe('writeHead()', () => {
  it('writes every byte that a header may have, and a question mark for every other', async () => {
    const codes = [...Array.from({ length: 256 }, (_, code) => code), 0x100, 0x2028, 0x2603, 0xd800];
    for (const code of codes) {
      const { text } = await sendRaw(url, requestHead(`GET /${code} HTTP/1.1`, 'Host: a', 'Connection: close'));
      const isValid = code === 9 || (code >= 0x20 && code !== 0x7f && code <= 0xff);
      expect(text).toContain(`\r\nx-value: a${isValid ? String.fromCharCode(code) : '?'}b\r\n`);
    }
  });
});
