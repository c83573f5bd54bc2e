import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { parseS3Uri } from '../../../contract/s3-uri.ts';
import type { TransformRequest } from '../../../serving/records/transform-request.ts';
import { BatchOptionError } from '../../../serving/transform-job/plan/batch-option-error.ts';
import { compileTransformPlan } from '../../../serving/transform-job/plan/compile-transform-plan.ts';
import type { TransformFlags } from '../flags/transform-flags.ts';
import { UsageError } from '../usage-error.ts';

/** The job that the flags describe, over input and output that are `s3://` addresses by now. Throws `UsageError`. */
export function toRequest(flags: TransformFlags, input: string, output: string): TransformRequest {
  const { splitType, assembleWith = splitType === 'Line' ? 'Line' : 'None' } = flags;
  const compression = compressionOf(flags);
  const processing = present({
    InputFilter: flags.inputFilter,
    OutputFilter: flags.outputFilter,
    JoinSource: flags.join,
  });
  return checked({
    TransformJobName: 'transform',
    ModelName: 'chain',
    BatchStrategy: flags.strategy,
    ...present({
      MaxConcurrentTransforms: flags.maxConcurrent,
      MaxPayloadInMB: flags.maxPayloadMb,
      ModelClientConfig: clientOf(flags),
      Environment: flags.jobEnv,
    }),
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: inputTypeOf(flags), S3Uri: input } },
      ContentType: flags.contentType ?? contentTypeOf(flags),
      ...present({ CompressionType: compression }),
      SplitType: splitType,
    },
    TransformOutput: {
      S3OutputPath: output,
      AssembleWith: assembleWith,
      ...present({ Accept: flags.accept }),
    },
    TransformResources: { InstanceCount: flags.instances },
    ...present({ DataProcessing: Object.keys(processing).length === 0 ? undefined : processing }),
  });
}

/** How foreign containers are asked. */
function clientOf({ timeout, retries }: TransformFlags): TransformRequest['ModelClientConfig'] {
  if (timeout === undefined && retries === undefined) return undefined;
  return present({ InvocationsTimeoutInSeconds: timeout, InvocationsMaxRetries: retries });
}

/** A manifest names objects of a bucket, so it lies in one. */
function inputTypeOf({ inputType, input }: TransformFlags): TransformFlags['inputType'] {
  // The job of a local input has an address of its own, and files by their names.
  if (inputType === 'ManifestFile' && parseS3Uri(input) === undefined)
    throw new UsageError(`--input-type ManifestFile takes an s3:// address as --input; it is "${input}".`);
  return inputType;
}

/** Undefined where it follows from each file's name, which a job does for lines alone (see `isGzip`). */
function compressionOf({ compression, input, splitType }: TransformFlags): 'None' | 'Gzip' | undefined {
  return compression ?? (splitType !== 'Line' && input.endsWith('.gz') ? 'Gzip' : undefined);
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

function contentTypeOf({ input, inputType }: TransformFlags): string {
  // The name of a manifest says nothing of what it names.
  if (inputType === 'ManifestFile') return 'text/csv';
  const extension = /\.(\w+)(?:\.gz)?$/.exec(input)?.[1]?.toLowerCase() ?? '';
  return own(contentTypes, extension) ?? 'text/csv';
}
