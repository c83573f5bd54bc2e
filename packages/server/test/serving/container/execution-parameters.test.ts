import { describe, expect, it } from 'vitest';
import { readExecutionParameters } from '../../../src/serving/container/execution-parameters.ts';

describe('readExecutionParameters()', () => {
  it('reads the three members', () => {
    const text = '{"MaxConcurrentTransforms":8,"BatchStrategy":"MULTI_RECORD","MaxPayloadInMB":6}';
    expect(readExecutionParameters(text)).toEqual({
      maxConcurrentTransforms: 8,
      batchStrategy: 'MULTI_RECORD',
      maxPayloadInMB: 6,
    });
  });

  it('ignores a member that makes no sense, and no other', () => {
    expect(
      readExecutionParameters('{"MaxConcurrentTransforms":"8","BatchStrategy":"MultiRecord","MaxPayloadInMB":6}'),
    ).toEqual({
      maxPayloadInMB: 6,
    });
  });

  it.each(['', 'no', '[1]', 'null', '3'])('ignores %j', (text) => {
    expect(readExecutionParameters(text)).toBeUndefined();
  });
});
