/** The chain as a whole is to blame, and no record: the job ends. The message says which container it was, and why. */
export class ChainError extends Error {}
