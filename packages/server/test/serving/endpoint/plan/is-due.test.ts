import { describe, expect, it } from 'vitest';
import type { EndpointStatus } from '../../../../src/contract/statuses.ts';
import { isDue } from '../../../../src/serving/endpoint/plan/is-due.ts';
import type { Observation } from '../../../../src/serving/endpoint/plan/observation.ts';

const seen = (status: EndpointStatus, modifiedAt = 2000): Observation => ({ state: { status, modifiedAt } });
const failed = (retryAt: number, modifiedAt = 2000) => ({
  ...seen('InService'),
  failed: { modifiedAt, retryAt, reason: 'because' },
});

describe('isDue()', () => {
  it.each<[string, EndpointStatus, Observation, boolean]>([
    ['one that was never seen', 'InService', {}, true],
    ['one that is as it was', 'InService', seen('InService'), false],
    ['one that was modified', 'InService', seen('InService', 1999), true],
    ['one of another status', 'InService', seen('Updating'), true],
    ['one that is still being created', 'Creating', seen('Creating'), true],
    ['one that is still being updated', 'Updating', seen('Updating'), true],
    ['one that is still being deleted', 'Deleting', seen('Deleting'), true],
    ['one that has failed', 'Failed', {}, false],
    ['one that did not start here, too early', 'InService', failed(50_001), false],
    ['one that did not start here, in time', 'InService', failed(50_000), true],
    ['one whose former state did not start here', 'InService', failed(50_000, 1999), false],
  ])('%s', (_title, status, observed, expected) => {
    const state = { name: 'us-east-1/e', status, modifiedAt: 2000 };
    expect(isDue(state, observed, 50_000)).toBe(expected);
  });
});
