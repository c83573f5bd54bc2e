/** The configured database cannot be opened: the message says where and why. */
export class StoreUnreachableError extends Error {}
