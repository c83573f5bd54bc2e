import { expect, it } from 'vitest';
import { sagemakerModel } from '../../../src/contract/models.ts';
import { UnknownMembers } from '../../../src/entry/http/unknown-members.ts';

it('UnknownMembers warns of each member once, and not without end', () => {
  const lines: object[] = [];
  const unknown = new UnknownMembers({ warn: (facts: object) => void lines.push(facts) } as never);
  const note = (input: object) =>
    unknown.note({
      model: sagemakerModel,
      shape: 'CreateModelInput',
      operation: 'CreateModel',
      input,
      requestId: 'id-1',
    });
  note({ Containers: [{ Enviroment: {} }, { Enviroment: {} }] });
  note({ Containers: [{}, {}, { Enviroment: {} }] });
  expect(lines).toEqual([
    { operation: 'CreateModel', member: 'Containers[0].Enviroment', didYouMean: 'Environment', requestId: 'id-1' },
  ]);
  for (let at = 0; at < 3_000; at++) note({ [`x${at}`]: 1 });
  expect(lines).toHaveLength(1_000);
});
