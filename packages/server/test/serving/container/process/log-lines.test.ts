import { describe, expect, it } from 'vitest';
import { LogLines, maxLineLength, maxLinesPerSecond } from '../../../../src/serving/container/process/log-lines.ts';

function collect(chunks: readonly (string | Buffer)[], now?: () => number): string[] {
  const lines: string[] = [];
  const log = new LogLines((line) => lines.push(line), now);
  for (const chunk of chunks) log.write(Buffer.from(chunk));
  log.end();
  return lines;
}

describe('LogLines', () => {
  it('cuts at line ends wherever the chunks do', () => {
    expect(collect(['a\nb', 'c\r\n\nd'])).toEqual(['a', 'bc', '', 'd']);
  });

  it('puts together a character that was cut in two, and replaces bytes that are none', () => {
    const euro = Buffer.from('€');
    expect(collect([euro.subarray(0, 1), euro.subarray(1), '\n', Buffer.from([0xff, 0x0a])])).toEqual(['€', '\uFFFD']);
  });

  it('cuts a long line and says by how much', () => {
    const [line] = collect(['x'.repeat(maxLineLength), 'yy', 'y\n']);
    expect(line).toBe(`${'x'.repeat(maxLineLength)} ... (3 characters left out)`);
  });

  it('counts what is too much for one second', () => {
    let now = 0;
    const lines: string[] = [];
    const log = new LogLines(
      (line) => lines.push(line),
      () => now,
    );
    log.write(Buffer.from('x\n'.repeat(maxLinesPerSecond + 7)));
    now = 1000;
    log.write(Buffer.from('next\n'));
    expect(lines).toHaveLength(maxLinesPerSecond + 2);
    expect(lines.slice(-2)).toEqual([`(7 lines left out: more than ${maxLinesPerSecond} in one second)`, 'next']);
  });
});
