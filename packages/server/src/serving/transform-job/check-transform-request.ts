import { wrongJobVariable } from '../../contract/variables.ts';
import { isAsciiHeaderText } from '../../contract/header-text.ts';
import { isMediaTypeOfLines } from '../container/media-type-of-lines.ts';
import { readBadRecords } from './bad-records.ts';
import { BatchOptionError } from './batch-option.ts';
import { checkDataCapture } from './data-capture.ts';
import { compileDataProcessing } from './data-processing.ts';
import { readInputFormat } from './input-format.ts';
import { JsonPathError } from './json-path.ts';
import { readOutputFormat } from './output-format.ts';
import { splitTypes } from './splitters.ts';
import type { TransformRequest } from '../records/transform-request.ts';

/**
 * What can be said of a job before it begins, by its request alone: members that do not go together, values that are
 * none. Throws `BatchOptionError`. Source: SageMaker API reference, CreateTransformJob; docs/batch.md.
 */
export function checkTransformRequest(request: TransformRequest): void {
  const wrong = wrongJobVariable(request.Environment ?? {});
  if (wrong !== undefined) throw new BatchOptionError(wrong);
  checkSplitting(request);
  checkHeaders(request);
  checkPayload(request);
  checkProcessing(request);
  checkRowIdentity(request);
  readInputFormat(request);
  readOutputFormat(request);
  checkDataCapture(request);
}

function checkSplitting(request: TransformRequest): void {
  const { SplitType: splitType = 'None' } = request.TransformInput;
  if (!splitTypes.includes(splitType))
    throw new BatchOptionError(`SplitType ${splitType} is not known: use None, Line, RecordIO or TFRecord.`);
  const { S3DataType: dataType } = request.TransformInput.DataSource.S3DataSource;
  if (dataType !== 'S3Prefix' && dataType !== 'ManifestFile') {
    throw new BatchOptionError(
      `S3DataType ${dataType} is not supported in batch transform: use S3Prefix or ManifestFile.`,
    );
  }
}

/** Both become headers: of the requests to the first container, and of the outputs. */
function checkHeaders({ TransformInput: input, TransformOutput: output }: TransformRequest): void {
  const given = { 'TransformInput.ContentType': input.ContentType, 'TransformOutput.Accept': output.Accept };
  for (const [member, value = ''] of Object.entries(given)) {
    if (!isAsciiHeaderText(value))
      throw new BatchOptionError(
        `${member} must be ASCII text without control characters, fit for a header; it is ${JSON.stringify(value)}.`,
      );
  }
}

/** MaxPayloadInMB at most 100, and so is its product with MaxConcurrentTransforms where that is given. */
function checkPayload(request: TransformRequest): void {
  const payload = request.MaxPayloadInMB ?? 6;
  if (payload > 100) throw new BatchOptionError(`MaxPayloadInMB must be at most 100; it is ${payload}.`);
  const concurrent = request.MaxConcurrentTransforms ?? 0;
  if (concurrent * payload > 100) {
    throw new BatchOptionError(
      `MaxConcurrentTransforms * MaxPayloadInMB must be at most 100 MB; it is ${concurrent} * ${payload} = ${concurrent * payload}.`,
    );
  }
}

function checkProcessing(request: TransformRequest): void {
  try {
    if (compileDataProcessing(request) === undefined) return;
  } catch (error) {
    if (error instanceof JsonPathError) throw new BatchOptionError(error.message);
    throw error;
  }
  const { SplitType: splitType = 'None' } = request.TransformInput;
  const { AssembleWith: assembleWith = 'None' } = request.TransformOutput;
  if (splitType !== assembleWith) {
    throw new BatchOptionError(
      `DataProcessing needs AssembleWith to equal SplitType; they are ${assembleWith} and ${splitType}.`,
    );
  }
  const { ContentType: contentType = '' } = request.TransformInput;
  if (splitType === 'None' && !/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new BatchOptionError(
      `DataProcessing of ${contentType} needs SplitType and AssembleWith Line; they are None. Only application/json may be one record as a whole.`,
    );
  }
}

/** Several records at once can be matched to their answers only by lines. */
function checkRowIdentity(request: TransformRequest): void {
  if (!readBadRecords(request.Environment).checkRows || request.BatchStrategy === 'SingleRecord') return;
  const { SplitType: splitType = 'None' } = request.TransformInput;
  const { Accept: accept = '*/*' } = request.TransformOutput;
  if (splitType === 'None' || accept === '*/*' || isMediaTypeOfLines(accept)) return;
  throw new BatchOptionError(
    `CATENARY_BATCH_ROW_IDENTITY=on (the default with quarantine) needs answers whose rows are lines; Accept is ${accept}. ` +
      'Use text/csv or application/jsonlines, BatchStrategy SingleRecord, or CATENARY_BATCH_ROW_IDENTITY=off.',
  );
}
