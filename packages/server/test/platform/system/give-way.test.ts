import { describe, expect, it } from 'vitest';
import { autogroupNice } from '../../../src/platform/system/give-way.ts';

describe('autogroupNice()', () => {
  it('reads the priority of a session', () => {
    // The example of proc_pid_autogroup(5), and a lowered one.
    expect(autogroupNice('/autogroup-23 nice 0\n')).toBe(0);
    expect(autogroupNice('/autogroup-4 nice 13\n')).toBe(13);
  });

  it('is 0 for a process that was never given a session: its file is empty', () => {
    expect(autogroupNice('')).toBe(0);
  });
});
