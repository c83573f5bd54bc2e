import { isSameSnapshot } from '../is-same-snapshot.ts';
import { giveUpFailed, type Policy } from '../policy.ts';

/** Everything is started beside what serves, and takes all requests when all of it answers. */
export const allAtOnce: Policy = {
  next(record, observed) {
    const { target } = record.deployment;
    const isStarted = observed.next !== undefined && isSameSnapshot(observed.next, target);
    return giveUpFailed(record, observed) ?? [{ type: isStarted ? 'promote' : 'start', target }];
  },
};
