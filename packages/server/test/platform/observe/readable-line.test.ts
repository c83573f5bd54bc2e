import { describe, expect, it } from 'vitest';
import { readableLine } from '../../../src/platform/observe/readable-line.ts';

/** 12:03:55 UTC. */
const time = Date.UTC(2026, 0, 2, 12, 3, 55);
const shown = (entry: object, isColoured = false) =>
  readableLine(JSON.stringify({ level: 30, time, ...entry }), isColoured);

describe('readableLine()', () => {
  it('has time, level, message and facts', () => {
    expect(shown({ level: 40, msg: 'request failed', endpoint: 'diamonds', row: 3, reason: 'no "cut" here' })).toBe(
      '12:03:55 warn  request failed  endpoint=diamonds row=3 reason="no \\"cut\\" here"\n',
    );
  });

  it('shows what a container wrote, and puts further lines below', () => {
    expect(shown({ msg: 'container', container: 'c-1', line: 'Traceback:\n  File "a.py"\nValueError: x' })).toBe(
      '12:03:55 info  container  container=c-1 | Traceback:\n      File "a.py"\n    ValueError: x\n',
    );
    expect(shown({ level: 50, msg: 'it failed', err: { message: 'm', stack: 'Error: m\n    at x' } })).toBe(
      '12:03:55 error it failed  | Error: m\n        at x\n',
    );
  });

  it('escapes what would move the cursor, of one byte and of C1', () => {
    expect(shown({ msg: 'a\u001b[2Jb', line: 'c\u009bd\re' })).toBe('12:03:55 info  a\\x1b[2Jb  | c\\x9bd\\x0de\n');
    expect(shown({ msg: 'x', path: '/\u009b1m' })).toBe('12:03:55 info  x  path="/\\x9b1m"\n');
  });

  it('colours warnings and errors alone', () => {
    expect(shown({ msg: 'x' }, true)).toBe('12:03:55 info  x \n');
    expect(shown({ level: 40, msg: 'x' }, true)).toBe('12:03:55 \u001b[33mwarn \u001b[39m x \n');
  });
});
