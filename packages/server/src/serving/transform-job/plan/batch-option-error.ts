/** A member of the request, or a variable of its Environment (CATENARY_BATCH_*, docs/batch.md), cannot be what it is. */
export class BatchOptionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BatchOptionError';
  }
}
