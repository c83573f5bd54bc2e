import { expect, it } from 'vitest';
import { LineBuffer } from '../../../src/serving/capture/line-buffer.ts';

async function bytesOf(lines: LineBuffer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of lines.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it('keeps lines of all lengths and alphabets in their order', async () => {
  const lines = new LineBuffer();
  const given = Array.from({ length: 3000 }, (_, at) => `${at} ${'aé漢😀'.repeat(at % 50)}\n`);
  given.push(`${'漢'.repeat(300_000)}\n`, 'last\n');
  for (const line of given) lines.add(line);
  const bytes = await bytesOf(lines);
  expect(bytes.toString()).toBe(given.join(''));
  expect(lines.bytes).toBe(bytes.length);
});

it('gives them again: a file that could not be written is tried once more', async () => {
  const lines = new LineBuffer();
  lines.add('one\n');
  await bytesOf(lines);
  expect((await bytesOf(lines)).toString()).toBe('one\n');
});

it('is empty at first', async () => {
  expect(await bytesOf(new LineBuffer())).toHaveLength(0);
});
