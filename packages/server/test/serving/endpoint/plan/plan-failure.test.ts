import { describe, expect, it } from 'vitest';
import {
  type FailurePlan,
  planFailure,
  type StartedSnapshot,
} from '../../../../src/serving/endpoint/plan/plan-failure.ts';

const active = { configName: 'c', variants: [] };

describe('planFailure()', () => {
  it.each<[string, object, StartedSnapshot, boolean, FailurePlan]>([
    ['a new endpoint has failed', {}, 'pending', false, 'Failed'],
    ['and with other servers, too', {}, 'pending', true, 'Failed'],
    ['an update leaves the former one in service', { active }, 'pending', false, 'InService'],
    ['what was in service has failed', { active }, 'active', false, 'Failed'],
    ['but other servers may be serving it', { active }, 'active', true, 'retry'],
  ])('%s', (_title, record, started, isShared, expected) => {
    expect(planFailure(record, started, isShared)).toBe(expected);
  });
});
