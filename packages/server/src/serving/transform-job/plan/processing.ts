import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../../contract/media-type.ts';
import type { TransformRequest } from '../../records/transform-request.ts';
import { BatchOptionError } from './batch-option-error.ts';
import { type JsonPath, parseJsonPath } from './json-path.ts';

/** InputFilter, JoinSource and OutputFilter, read. */
export interface ProcessingPlan {
  /** What a record is. */
  readonly dialect: 'csv' | 'json';
  readonly input: JsonPath;
  readonly output: JsonPath;
  /** Whether the record stands before its answer. */
  readonly joins: boolean;
}

const dialects: Readonly<Record<string, ProcessingPlan['dialect']>> = {
  'text/csv': 'csv',
  'application/json': 'json',
  'application/jsonlines': 'json',
};

/** Undefined if the request changes nothing of records and answers. Throws `BatchOptionError`. */
export function processing(request: TransformRequest): ProcessingPlan | undefined {
  const {
    InputFilter: input = '$',
    OutputFilter: output = '$',
    JoinSource: join = 'None',
  } = request.DataProcessing ?? {};
  if (input === '$' && output === '$' && join === 'None') return undefined;
  const { contentType, dialect } = dialectOf(request);
  const paths = {
    input: parseJsonPath(input, 'InputFilter', contentType),
    output: parseJsonPath(output, 'OutputFilter', contentType),
  };
  if (dialect === 'csv' && [...paths.input, ...paths.output].some(({ kind }) => kind === 'names'))
    throw new BatchOptionError('Names cannot select from CSV: use positions, such as $[0] or $[1:].');
  checkRecords(request);
  return { dialect, ...paths, joins: join === 'Input' };
}

function dialectOf({ TransformInput: { ContentType: given }, TransformOutput: { Accept: accept } }: TransformRequest) {
  const contentType = mediaType(given) ?? '';
  const dialect = own(dialects, contentType);
  if (dialect === undefined) {
    throw new BatchOptionError(
      `DataProcessing works on text/csv, application/json and application/jsonlines; ContentType is "${given ?? ''}".`,
    );
  }
  if (accept === undefined || (mediaType(accept) ?? '') === contentType) return { contentType, dialect };
  throw new BatchOptionError(
    `DataProcessing needs Accept and ContentType to be the same; they are "${accept}" and "${given ?? ''}".`,
  );
}

/** Filters work on one record at a time, which has to be known for one. */
function checkRecords({ TransformInput: input, TransformOutput: output }: TransformRequest): void {
  const { SplitType: splitType = 'None', ContentType: contentType = '' } = input;
  const { AssembleWith: assembleWith = 'None' } = output;
  if (splitType !== assembleWith) {
    throw new BatchOptionError(
      `DataProcessing needs AssembleWith to equal SplitType; they are ${assembleWith} and ${splitType}.`,
    );
  }
  if (splitType !== 'None' || /^application\/json\s*(;|$)/i.test(contentType)) return;
  throw new BatchOptionError(
    `DataProcessing of ${contentType} needs SplitType and AssembleWith Line; they are None. Only application/json may be one record as a whole.`,
  );
}
