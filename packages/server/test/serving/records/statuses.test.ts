import { describe, expect, it } from 'vitest';
import { statuses } from '../../../src/serving/records/statuses.ts';

describe('the moves of an endpoint', () => {
  it('to each status come from these', () => {
    expect(statuses.endpoint.sourcesOf('Creating')).toEqual([]);
    expect(statuses.endpoint.sourcesOf('Updating')).toEqual(['InService', 'UpdateRollbackFailed']);
    expect(statuses.endpoint.sourcesOf('InService')).toEqual(['Creating', 'Updating']);
    expect(statuses.endpoint.sourcesOf('Failed')).toEqual([
      'Creating',
      'InService',
      'Updating',
      'UpdateRollbackFailed',
    ]);
  });

  it('lead to Deleting from everywhere else, and nowhere from there', () => {
    const others = Object.keys(statuses.endpoint.next).filter((status) => status !== 'Deleting');
    expect(statuses.endpoint.sourcesOf('Deleting').toSorted()).toEqual(others.toSorted());
    expect(statuses.endpoint.next.Deleting).toEqual([]);
  });
});

describe('the moves of a transform job', () => {
  it('to each status come from these', () => {
    expect(statuses.job.sourcesOf('InProgress')).toEqual([]);
    expect(statuses.job.sourcesOf('Stopping')).toEqual(['InProgress']);
    expect(statuses.job.sourcesOf('Stopped')).toEqual(['Stopping']);
    expect(statuses.job.sourcesOf('Completed')).toEqual(['InProgress', 'Stopping']);
    expect(statuses.job.sourcesOf('Failed')).toEqual(['InProgress', 'Stopping']);
  });

  it('end with the job', () => {
    const ends = [statuses.job.next.Completed, statuses.job.next.Failed, statuses.job.next.Stopped];
    expect(ends.flat()).toEqual([]);
  });
});
