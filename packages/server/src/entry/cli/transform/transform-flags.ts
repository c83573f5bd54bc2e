import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { parseS3Uri } from '../../../contract/s3-uri.ts';
import type { TransformRequest } from '../../../serving/records/transform-request.ts';
import { BatchOptionError } from '../../../serving/transform-job/plan/batch-option-error.ts';
import { compileTransformPlan } from '../../../serving/transform-job/plan/compile-transform-plan.ts';
import type { ModelFlag } from '../model-flags.ts';
import { UsageError } from '../usage-error.ts';
import { wholeNumber } from '../whole-number.ts';

/** The flags of `catenary transform`, as commander gives them. */
export interface TransformFlags {
  readonly models: readonly ModelFlag[];
  readonly input: string;
  readonly output: string;
  readonly config?: string;
  readonly work?: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly splitType?: string;
  readonly assembleWith?: string;
  readonly strategy?: string;
  readonly compression?: string;
  readonly maxPayloadMb?: string;
  readonly maxConcurrent?: string;
  readonly instances?: string;
  readonly timeout?: string;
  readonly retries?: string;
  readonly inputType?: string;
  readonly inputFilter?: string;
  readonly outputFilter?: string;
  readonly join?: string;
  readonly jobEnv?: Readonly<Record<string, string>>;
  readonly dryRun?: boolean;
  readonly engine?: string;
  readonly only?: string;
  readonly json?: boolean;
}

/** The job that the flags describe, over input and output that are `s3://` addresses by now. Throws `UsageError`. */
export function toRequest(flags: TransformFlags, input: string, output: string): TransformRequest {
  const splitType = oneOf('--split-type', flags.splitType ?? 'Line', ['None', 'Line', 'RecordIO', 'TFRecord'] as const);
  const assembleWith = oneOf('--assemble-with', flags.assembleWith ?? (splitType === 'Line' ? 'Line' : 'None'), [
    'None',
    'Line',
  ] as const);
  const strategy = oneOf('--strategy', flags.strategy ?? 'MultiRecord', ['MultiRecord', 'SingleRecord'] as const);
  const compression = compressionOf(flags, splitType);
  const concurrent = wholeNumber('--max-concurrent', flags.maxConcurrent);
  const payload = wholeNumber('--max-payload-mb', flags.maxPayloadMb);
  const client = clientOf(flags);
  const processing = {
    ...present({
      InputFilter: flags.inputFilter,
      OutputFilter: flags.outputFilter,
      JoinSource: flags.join === undefined ? undefined : oneOf('--join', flags.join, ['Input', 'None'] as const),
    }),
  };
  return checked({
    TransformJobName: 'transform',
    ModelName: 'chain',
    BatchStrategy: strategy,
    ...present({
      MaxConcurrentTransforms: concurrent,
      MaxPayloadInMB: payload,
      ModelClientConfig: client,
      Environment: flags.jobEnv,
    }),
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: inputTypeOf(flags), S3Uri: input } },
      ContentType: flags.contentType ?? contentTypeOf(flags.input),
      ...present({ CompressionType: compression }),
      SplitType: splitType,
    },
    TransformOutput: {
      S3OutputPath: output,
      AssembleWith: assembleWith,
      ...present({ Accept: flags.accept }),
    },
    TransformResources: { InstanceCount: wholeNumber('--instances', flags.instances) ?? 1 },
    ...present({ DataProcessing: Object.keys(processing).length === 0 ? undefined : processing }),
  });
}

/** What does the work. Throws `UsageError`. */
export const engineOf = ({ engine = 'local' }: TransformFlags): 'local' | 'spark' =>
  oneOf('--engine', engine, ['local', 'spark'] as const);

/** How foreign containers are asked; the ranges are the service's (ModelClientConfig). */
function clientOf({ timeout, retries }: TransformFlags): TransformRequest['ModelClientConfig'] {
  if (timeout === undefined && retries === undefined) return undefined;
  return present({
    InvocationsTimeoutInSeconds: wholeNumber('--timeout', timeout, [1, 3600]),
    InvocationsMaxRetries: wholeNumber('--retries', retries, [0, 3]),
  });
}

/** A manifest names objects of a bucket, so it lies in one. */
function inputTypeOf({ inputType = 'S3Prefix', input }: TransformFlags): 'S3Prefix' | 'ManifestFile' {
  const type = oneOf('--input-type', inputType, ['S3Prefix', 'ManifestFile'] as const);
  // The job of a local input has an address of its own, and files by their names.
  const isOutside = parseS3Uri(input) !== undefined;
  if (type === 'ManifestFile' && !isOutside)
    throw new UsageError(`--input-type ManifestFile takes an s3:// address as --input; it is "${input}".`);
  return type;
}

/** Undefined where it follows from each file's name, which a job does for lines alone (see `isGzip`). */
function compressionOf({ compression, input }: TransformFlags, splitType: string): 'None' | 'Gzip' | undefined {
  if (compression !== undefined) return oneOf('--compression', compression, ['None', 'Gzip'] as const);
  return splitType !== 'Line' && input.endsWith('.gz') ? 'Gzip' : undefined;
}

/** The job as CreateTransformJob checks it. */
function checked(request: TransformRequest): TransformRequest {
  try {
    compileTransformPlan(request, []);
    return request;
  } catch (error) {
    if (error instanceof BatchOptionError) throw new UsageError(error.message);
    throw error;
  }
}

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  jsonl: 'application/jsonlines',
  libsvm: 'text/libsvm',
};

function contentTypeOf(input: string): string {
  const extension = /\.(\w+)(?:\.gz)?$/.exec(input)?.[1]?.toLowerCase() ?? '';
  return own(contentTypes, extension) ?? 'text/csv';
}

function oneOf<Word extends string>(flag: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word.toLowerCase() === value.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`${flag} may be ${words.join(', ')}; it is "${value}".`);
}
