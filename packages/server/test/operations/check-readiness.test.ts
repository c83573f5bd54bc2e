import { describe, expect, it } from 'vitest';
import { checkReadiness } from '../../src/operations/catenary/check-readiness.ts';
import type { OperationContext } from '../../src/operations/operation-context.ts';

const check = (loadingCount: number) => checkReadiness({}, { server: { loadingCount } } as OperationContext);

describe('checkReadiness()', () => {
  it('answers when all endpoints of an earlier run are there', () => {
    expect(check(0)).toEqual({ status: 'ok' });
  });

  it('refuses with 503 while some are loaded', () => {
    expect(() => check(1)).toThrow(
      expect.objectContaining({ status: 503, message: 'One endpoint of an earlier run is still being loaded.' }),
    );
    expect(() => check(2)).toThrow('2 endpoints of an earlier run are still being loaded.');
  });
});
