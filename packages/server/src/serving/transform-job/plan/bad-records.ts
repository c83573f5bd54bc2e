import { isMediaTypeOfLines } from '../../container/media-type-of-lines.ts';
import { BatchOptionError } from './batch-option-error.ts';
import type { PlanSource } from './plan-source.ts';

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

/** Without variables a job is as SageMaker's: a record that fails, fails its object, and lines are not counted. */
export function badRecords({ request, variables }: PlanSource): BadRecords {
  const isQuarantined = variables.CATENARY_BATCH_BAD_RECORDS === 'quarantine';
  const rows = variables.CATENARY_BATCH_ROW_IDENTITY ?? (isQuarantined ? 'on' : 'off');
  const read = {
    isQuarantined,
    placeholder: placeholders[variables.CATENARY_BATCH_REJECTED_LINE],
    maxRejectedShare: readShare(variables.CATENARY_BATCH_MAX_REJECTED_SHARE),
    checkRows: rows === 'on',
  };
  if (read.checkRows) checkRowIdentity(request);
  return read;
}

/** Several records at once can be matched to their answers only by lines. */
function checkRowIdentity({ BatchStrategy: strategy, TransformInput, TransformOutput }: PlanSource['request']): void {
  if (strategy === 'SingleRecord') return;
  const { SplitType: splitType = 'None' } = TransformInput;
  const { Accept: accept = '*/*' } = TransformOutput;
  if (splitType === 'None' || accept === '*/*' || isMediaTypeOfLines(accept)) return;
  throw new BatchOptionError(
    `CATENARY_BATCH_ROW_IDENTITY=on (the default with quarantine) needs answers whose rows are lines; Accept is ${accept}. ` +
      'Use text/csv or application/jsonlines, BatchStrategy SingleRecord, or CATENARY_BATCH_ROW_IDENTITY=off.',
  );
}

function readShare(text: string): number {
  const share = text.trim() === '' ? NaN : Number(text);
  if (share >= 0 && share <= 1) return share;
  throw new BatchOptionError(`CATENARY_BATCH_MAX_REJECTED_SHARE must be a number from 0 to 1; it is "${text}".`);
}
