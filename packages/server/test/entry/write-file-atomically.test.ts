import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeFileAtomically } from '../../src/entry/cli/write-file-atomically.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-write-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('puts a file in the place of another', async () => {
  const path = join(folder, 'answer.csv');
  writeFileSync(path, 'before\n');
  await writeFileAtomically(path, Buffer.from('after\n'));
  expect(readFileSync(path, 'utf8')).toBe('after\n');
  expect(readdirSync(folder)).toEqual(['answer.csv']);
});

// `--output /dev/stdout`, run by root, replaced that link for the whole machine.
it('writes to what a link leads to, and leaves the link', async () => {
  const [link, path] = [join(folder, 'stdout'), join(folder, 'target')];
  writeFileSync(path, 'a longer text before\n');
  symlinkSync(path, link);
  await writeFileAtomically(link, Buffer.from('after\n'));
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe('after\n');
});

it('writes into a pipe', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [text] = await Promise.all([readFile(pipe, 'utf8'), writeFileAtomically(pipe, Buffer.from('after\n'))]);
  expect(text).toBe('after\n');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});
