import { describe, expect, it } from 'vitest';
import { UncaughtErrors } from '../../src/entry/uncaught-errors.ts';

/** A guard over a server that no request or every request belongs to, with a clock that is set by hand. */
function guard(isOfRequest: boolean) {
  const seen = { failed: 0, logged: 0, gaveUp: 0, now: 0 };
  const log = { error: () => seen.logged++ } as never;
  const failCurrent = () => {
    if (isOfRequest) seen.failed++;
    return isOfRequest;
  };
  const errors = new UncaughtErrors(
    { log, failCurrent },
    () => seen.gaveUp++,
    () => seen.now,
  );
  return { seen, errors };
}

describe('UncaughtErrors', () => {
  it('fails the request that an error belongs to, and serves on however many they are', () => {
    const { seen, errors } = guard(true);
    for (let count = 0; count < 1000; count++) errors.take(new Error('x'));
    expect(seen).toMatchObject({ failed: 1000, gaveUp: 0 });
  });

  it('logs a stray error and serves on', () => {
    const { seen, errors } = guard(false);
    for (const error of [new Error('x'), 'text', undefined, null]) errors.take(error);
    expect(seen).toMatchObject({ logged: 4, gaveUp: 0 });
  });

  it('gives up once when stray errors come in a circle', () => {
    const { seen, errors } = guard(false);
    for (let count = 0; count < 100; count++) errors.take(new Error('x'));
    expect(seen.gaveUp).toBe(0);
    errors.take(new Error('x'));
    errors.take(new Error('x'));
    expect(seen.gaveUp).toBe(1);
  });

  it('does not add up the errors of different minutes', () => {
    const { seen, errors } = guard(false);
    for (let minute = 0; minute < 5; minute++) {
      seen.now = minute * 60_000;
      for (let count = 0; count < 100; count++) errors.take(new Error('x'));
    }
    expect(seen.gaveUp).toBe(0);
  });

  it('gives up at once where the state of Node is broken', () => {
    const { seen, errors } = guard(false);
    errors.take(Object.assign(new Error('x'), { code: 'ERR_INTERNAL_ASSERTION' }));
    expect(seen.gaveUp).toBe(1);
  });

  it('logs nothing for a pipe that is not read any more', () => {
    const { seen, errors } = guard(false);
    errors.take(Object.assign(new Error('x'), { code: 'EPIPE' }));
    expect(seen).toMatchObject({ logged: 0, gaveUp: 0 });
  });
});
