/** What a key pair may do, each with all that stands before it. */
export const accessLevels = ['read', 'invoke', 'all'] as const;

/** `read`: look at what there is. `invoke`: ask endpoints, too. `all`: also change it. */
export type Access = (typeof accessLevels)[number];

/** What operations that change nothing begin with, in AWS's naming. */
const reading = /^(?:Check|Describe|Filter|Get|Head|List|Options|Simulate)[A-Z]/;
const invoking = /^(?:Invoke|Trace)[A-Z]/;

/** The least that a caller of an operation must be allowed; of one whose name does not say that it changes nothing, all. */
export function neededAccess(operation: string): Access {
  if (reading.test(operation)) return 'read';
  return invoking.test(operation) ? 'invoke' : 'all';
}

/** Whether who is allowed one level may do what needs another. */
export function includesAccess(allowed: Access, needed: Access): boolean {
  return accessLevels.indexOf(allowed) >= accessLevels.indexOf(needed);
}
