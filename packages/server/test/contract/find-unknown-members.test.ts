import { describe, expect, it } from 'vitest';
import { findUnknownMembers } from '../../src/contract/find-unknown-members.ts';
import { sagemakerModel } from '../../src/contract/models.ts';

const find = (input: unknown) => findUnknownMembers(sagemakerModel, 'CreateModelInput', input);

describe('findUnknownMembers()', () => {
  it('finds misspelt members at any depth, with the name that was probably meant', () => {
    const input = {
      ModelName: 'm',
      executionRoleArn: 'x',
      Containers: [{ Image: 'i' }, { Image: 'i', Enviroment: { A: '1' }, ModelDataURL: 's3://b/k' }],
    };
    expect(find(input)).toEqual([
      { path: 'executionRoleArn', nearest: 'ExecutionRoleArn' },
      { path: 'Containers[1].Enviroment', nearest: 'Environment' },
      { path: 'Containers[1].ModelDataURL', nearest: 'ModelDataUrl' },
    ]);
  });

  it('takes keys of a map for what they are, and a null for nothing', () => {
    expect(find({ PrimaryContainer: { Environment: { Anything: 'x' } }, Nothing: null })).toEqual([]);
    expect(find({ __proto__: null, constructor: 1, toString: 2 })).toHaveLength(2);
  });

  it('names ten of thousands', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`x${at}`, 1]));
    expect(find(many)).toHaveLength(10);
  });
});
