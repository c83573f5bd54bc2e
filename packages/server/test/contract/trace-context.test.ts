import { describe, expect, it } from 'vitest';
import { readTraceparent, writeTraceparent } from '../../src/contract/trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

/** Examples and rules of the W3C recommendation "Trace Context". */
describe('readTraceparent()', () => {
  it.each([
    [`00-${traceId}-${spanId}-01`, true],
    [`00-${traceId}-${spanId}-00`, false],
    [`00-${traceId}-${spanId}-03`, true],
    [`01-${traceId}-${spanId}-01-what-will-be`, true],
  ])('reads %s', (header, isSampled) => {
    expect(readTraceparent(header)).toEqual({ traceId, spanId, isSampled });
  });

  it.each([
    undefined,
    '',
    `00-${traceId}-${spanId}`,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-1`,
  ])('passes over %s', (header) => {
    expect(readTraceparent(header)).toBeUndefined();
  });

  it('reads what writeTraceparent() writes', () => {
    const context = { traceId, spanId, isSampled: true };
    expect(writeTraceparent(context)).toBe(`00-${traceId}-${spanId}-01`);
    expect(readTraceparent(writeTraceparent({ ...context, isSampled: false }))?.isSampled).toBe(false);
  });
});
