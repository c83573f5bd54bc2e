import { present } from '@catenary/scoring/internal/values';
import type { FileFacts } from '../../container/file-facts.ts';
import type { ContainerRequest } from '../../container/payload.ts';
import type { StageFailure } from '../../invocation/stage-failure.ts';
import type { BlockWork } from './block-work.ts';
import { detailOf, RecordFailure } from './record-failure.ts';

/** What is passed to the chain with the records of a block. */
export interface Given {
  readonly headers: Omit<ContainerRequest, 'body'>;
  /** Facts about the file, for a native container; see `FileFacts`. */
  readonly file: FileFacts | undefined;
  /** Whether the first container reads quotes in CSV whose records are lines. */
  readonly linesAreRows: boolean;
}

export function givenTo(work: BlockWork, file: FileFacts | undefined): Given {
  const { contentType = '', splitType, strategy } = work;
  const { startsNative } = work.chain;
  const linesAreRows = startsNative && splitType === 'Line' && /^text\/csv\s*(;|$)/i.test(contentType);
  const headers = headersOf(work);
  if (!startsNative) return { headers, file: undefined, linesAreRows };
  if (strategy === 'MULTI_RECORD') return { headers, file, linesAreRows };
  // Then only the names of its columns hold for all records of a file.
  const { firstRecord: _first, ...names } = file ?? {};
  const alone = { ...names, isStart: true, isEachAlone: true };
  return { headers: { ...headers, file: alone }, file: alone, linesAreRows };
}

/** The headers of a request that begins with this record of the block. */
export function headersAt({ headers, file }: Given, isStart: boolean): Omit<ContainerRequest, 'body'> {
  return file === undefined ? headers : { ...headers, file: { ...file, isStart: file.isStart && isStart } };
}

/** A job that names no Accept gets one only if its records are lines, so that its answers are lines as well. */
function headersOf(work: BlockWork): Omit<ContainerRequest, 'body'> {
  const { chain, contentType, splitType } = work;
  const isOfLines = splitType === 'Line' || splitType === 'QuotedLine';
  const accept = work.accept ?? (isOfLines ? chain.acceptOfLines(contentType) : undefined);
  return present({ isChunked: work.isUnlimited ? true : undefined, contentType, accept });
}

/** Unknown and missing names of columns are the fault of the file, not of its records. */
export function checkHeader(error: StageFailure, { file }: Given): void {
  if (file?.columns === undefined || error.place?.isHeader !== true) return;
  const detail = detailOf(error);
  const advice = 'CATENARY_BATCH_COLUMNS names the columns that the chain gets, in their order.';
  throw new RecordFailure(undefined, { ...detail, message: `${detail.message} ${advice}` });
}
