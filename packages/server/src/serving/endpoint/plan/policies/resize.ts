import { isSameChains, isSameCounts } from '../is-same-snapshot.ts';
import { giveUpFailed, type Policy } from '../policy.ts';

/** The chains that serve get other numbers of instances, and keep serving meanwhile. A server that serves none has nothing to do. */
export const resize: Policy = {
  next(record, observed) {
    const { target } = record.deployment;
    const { serving } = observed;
    if (serving === undefined || !isSameChains(serving, target)) return [];
    return giveUpFailed(record, observed) ?? [{ type: isSameCounts(serving, target) ? 'promote' : 'scale', target }];
  },
};
