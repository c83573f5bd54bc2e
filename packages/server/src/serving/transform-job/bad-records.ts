import { BatchOptionError, choose, type JobEnvironment } from './batch-option.ts';

/** What a job does with a record that cannot be transformed. */
export interface BadRecords {
  /** Set apart with the reason, instead of failing their object. */
  readonly isQuarantined: boolean;
  /** What stands in the output for one that was set apart: a line with its end, or nothing. */
  readonly placeholder: string;
  /** An object of which more than this share is set apart fails; 1 for no limit. */
  readonly maxRejectedShare: number;
  /** Whether a container that answers records with more or fewer lines has failed. */
  readonly checkRows: boolean;
}

const placeholders = { empty: '\n', null: 'null\n', omit: '' };

/**
 * Reads CATENARY_BATCH_* of a job's Environment (docs/batch.md); throws `BatchOptionError`. Without them a job is as
 * SageMaker's: a record that fails, fails its object, and lines are not counted.
 */
export function readBadRecords(environment: JobEnvironment = {}): BadRecords {
  const mode = choose(environment, 'CATENARY_BATCH_BAD_RECORDS', ['fail', 'quarantine']);
  const isQuarantined = mode === 'quarantine';
  const placeholder = choose(environment, 'CATENARY_BATCH_REJECTED_LINE', ['empty', 'null', 'omit']);
  const rows = choose(environment, 'CATENARY_BATCH_ROW_IDENTITY', isQuarantined ? ['on', 'off'] : ['off', 'on']);
  return {
    isQuarantined,
    placeholder: placeholders[placeholder],
    maxRejectedShare: readShare(environment.CATENARY_BATCH_MAX_REJECTED_SHARE),
    checkRows: rows === 'on',
  };
}

function readShare(text: string | undefined): number {
  if (text === undefined) return 1;
  const share = text.trim() === '' ? NaN : Number(text);
  if (share >= 0 && share <= 1) return share;
  throw new BatchOptionError(`CATENARY_BATCH_MAX_REJECTED_SHARE must be a number from 0 to 1; it is "${text}".`);
}
