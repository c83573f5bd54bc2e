import type { FailedContainer } from '../pipeline/stage-failure.ts';

/** Row identity was asked for, and the chain answers several records with something that has no lines: no record is to blame. */
export class UnmatchedAnswerError extends Error {
  constructor({ position, count, hostname }: FailedContainer, contentType: string | undefined) {
    super(
      `Container ${position} of ${count} (${hostname}) answered several records with ${contentType ?? 'no content type'}, whose rows cannot be ` +
        'matched to the records. Set Accept to text/csv or application/jsonlines, BatchStrategy to SingleRecord, or ' +
        'CATENARY_BATCH_ROW_IDENTITY to off.',
    );
  }
}
