import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TracebackLines } from '../../../../src/serving/container/process/traceback-lines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What comes out of these lines, and when nothing follows them. */
function textsOf(...lines: string[]): string[] {
  const texts: string[] = [];
  const tracebacks = new TracebackLines((text) => texts.push(text));
  for (const line of lines) tracebacks.write(line);
  vi.advanceTimersByTime(100);
  return texts;
}

/** As Python 3.11 writes them. */
const head = 'Traceback (most recent call last):';
const first = [head, '  File "a.py", line 1, in <module>', '    int("x")', "ValueError: invalid literal: 'x'"];
const link = ['', 'During handling of the above exception, another exception occurred:', ''];
const second = [head, '  File "a.py", line 3, in <module>', '    raise KeyError("y")', "KeyError: 'y'"];

describe('TracebackLines', () => {
  it('passes other lines on at once', () => {
    const texts: string[] = [];
    const tracebacks = new TracebackLines((text) => texts.push(text));
    tracebacks.write('a');
    tracebacks.write('');
    expect(texts).toEqual(['a', '']);
  });

  it('gives a traceback as one text, with what stands before it in its line', () => {
    expect(textsOf('before', ...first, 'behind')).toEqual(['before', first.join('\n'), 'behind']);
    expect(textsOf(`request 1 failed: ${first[0]}`, ...first.slice(1))).toEqual([
      `request 1 failed: ${first.join('\n')}`,
    ]);
  });

  it('keeps tracebacks together that lead to each other', () => {
    expect(textsOf(...first, ...link, ...second)).toEqual([[...first, ...link, ...second].join('\n')]);
  });

  it('gives the lines behind it as they came, blank ones too', () => {
    expect(textsOf(...first, '', 'another')).toEqual([first.join('\n'), '', 'another']);
    expect(textsOf(...first, '')).toEqual([first.join('\n'), '']);
    expect(textsOf(...first, ...second)).toEqual([first.join('\n'), second.join('\n')]);
  });

  it('gives what is there when the process ends, and when it becomes too long', () => {
    const texts: string[] = [];
    const tracebacks = new TracebackLines((text) => texts.push(text));
    for (const line of first.slice(0, 2)) tracebacks.write(line);
    tracebacks.end();
    expect(texts).toEqual([first.slice(0, 2).join('\n')]);
    const frames = Array.from({ length: 300 }, () => '  frame');
    expect(textsOf(head, ...frames).map((text) => text.split('\n').length)).toEqual([
      200,
      ...frames.slice(199).map(() => 1),
    ]);
  });
});
