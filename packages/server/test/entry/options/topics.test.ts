import { expect, it } from 'vitest';
import { compileTopic } from '../../../src/entry/options/topics.ts';

const topic = { match: 'arn:*', url: 'https://hooks.example', token: 'HOOK' };

it('the token of a topic comes from the environment, and can be sent', () => {
  expect(compileTopic(topic, { HOOK: 'a-token' })).toEqual({ ...topic, token: 'a-token' });
  expect(() => compileTopic(topic, {})).toThrow('topics: the token of "arn:*" needs HOOK in the environment');
  // Nothing of it is shown.
  for (const token of ['a\r\nx: y', 'a-token\n', 'a\0'])
    expect(() => compileTopic(topic, { HOOK: token })).toThrow(
      /^topics: HOOK has a line break, or another character that no header may have$/,
    );
});
