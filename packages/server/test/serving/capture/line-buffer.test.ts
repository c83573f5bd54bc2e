import { expect, it } from 'vitest';
import { LineBuffer } from '../../../src/serving/capture/line-buffer.ts';

it('keeps lines of all lengths and alphabets in their order', () => {
  const lines = new LineBuffer();
  const given = Array.from({ length: 3000 }, (_, at) => `${at} ${'aé漢😀'.repeat(at % 50)}\n`);
  given.push(`${'漢'.repeat(300_000)}\n`, 'last\n');
  for (const line of given) lines.add(line);
  const bytes = lines.toBytes();
  expect(bytes.toString()).toBe(given.join(''));
  expect(lines.bytes).toBe(bytes.length);
});

it('is empty at first', () => {
  expect(new LineBuffer().toBytes()).toHaveLength(0);
});
