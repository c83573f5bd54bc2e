/** Reason of the signal that ends a job for good. Any other one leaves it as it is, to be resumed. */
export class JobStoppedError extends Error {}
