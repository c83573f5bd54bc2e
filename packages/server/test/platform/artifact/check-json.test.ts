import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkJson } from '../../../src/platform/artifact/check-json.ts';
import { readArchive } from '../../../src/platform/artifact/read-archive.ts';
import { readDirectory } from '../../../src/platform/artifact/read-directory.ts';
import { makeTar } from './make-tar.ts';

const megabyte = 1024 ** 2;
/** 9 million empty lists, 27 MB. */
const lists = Buffer.concat([Buffer.from('{"learner":['), Buffer.alloc(27_000_000, '[],'), Buffer.from('0]}')]);
const refusal =
  'The file xgboost-model is JSON that has more than 8000000 lists and objects: no library writes such a model.';

it('refuses JSON of many lists in an archive and in a folder', async () => {
  const archive = makeTar([{ name: 'xgboost-model', content: lists }]);
  await expect(readArchive(archive)).rejects.toThrow(refusal);
  const folder = mkdtempSync(join(tmpdir(), 'catenary-json-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'xgboost-model'), lists);
  await expect(readDirectory(folder)).rejects.toThrow(refusal);
});

it.each([
  ['lists in lists', Buffer.alloc(16 * megabyte, '['), /nests lists and objects more than 2000 deep/],
  [
    'lists of UBJSON',
    Buffer.concat([Buffer.from('{L'), Buffer.alloc(16_777_216, '[]')]),
    /is UBJSON that has more than 8000000 lists/,
  ],
  ['numbers', Buffer.concat([Buffer.from(' [1'), Buffer.alloc(201 * 1_000_000, ',1')]), /more than 100000000 values/],
])('refuses %s', (_what, bytes, message) => {
  expect(() => checkJson('model.json', bytes)).toThrow(message);
});

it.each([
  ['a small file', Buffer.alloc(16 * megabyte - 1, '[')],
  ['text in a list', Buffer.concat([Buffer.from('["'), Buffer.alloc(17 * megabyte, '['), Buffer.from('"]')])],
  // One byte in 42 is an opening bracket; by chance one in 128 is.
  ['numbers of UBJSON', Buffer.concat([Buffer.from('{L'), Buffer.alloc(17 * megabyte, `[${'\x01'.repeat(41)}`)])],
  ['another format', Buffer.alloc(17 * megabyte, 'tree [[')],
])('leaves %s to its reader', (_what, bytes) => {
  expect(() => checkJson('model', bytes)).not.toThrow();
});
