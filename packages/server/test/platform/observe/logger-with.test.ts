import { describe, expect, it } from 'vitest';
import { loggerWith } from '../../../src/platform/observe/logger-with.ts';

describe('loggerWith()', () => {
  it('adds its fields to lines with fields and without', () => {
    const lines: unknown[][] = [];
    const take = (...line: unknown[]) => void lines.push(line);
    const log = loggerWith({ debug: take, info: take, warn: take, error: take }, { account: '1' });
    log.info('begins');
    log.error({ reason: 'r' }, 'ends');
    expect(lines).toEqual([
      [{ account: '1' }, 'begins'],
      [{ account: '1', reason: 'r' }, 'ends'],
    ]);
  });
});
