import { present } from '@catenary/scoring/internal/values';
import { regionOf } from '../../contract/qualified-name.ts';
import type { LogStreamName } from '../../platform/logs/log-event.ts';
import { findContainerKind, type ImageRule, type ShownPaths } from '../container/images.ts';
import type { FrameworkName } from '../container/python/frameworks.ts';
import { processingStream } from '../container-logs.ts';
import type { ProcessingJobRecord } from '../records/processing-job-record.ts';
import { SubmissionError } from '../spark-jobs/fetch-files.ts';
import type { RunData } from '../spark-jobs/run-data.ts';
import { processingData, processingTimeoutMs } from './processing-data.ts';

/** What stands for the image of a job: an environment with a framework, or a program of this machine's. */
export type ScriptImage =
  | { readonly framework: FrameworkName; readonly image: string }
  | (ShownPaths & { readonly program: string });

/** A processing job whose container runs as processes of this machine. */
export interface ScriptJob {
  readonly image: ScriptImage;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly data: RunData;
  /** Whether it is cut off from the network, that of this server included. */
  readonly isOffline: boolean;
  readonly timeoutMs: number;
  readonly region: string;
  readonly accessKeyId?: string;
  readonly stream: LogStreamName;
}

/** How a job is carried out whose image is no one of Spark's and Model Monitor's. Throws `SubmissionError` for one that is not. */
export function scriptProcessing(
  { name, definition, startedAt = 0 }: Pick<ProcessingJobRecord, 'name' | 'definition' | 'startedAt'>,
  images: readonly ImageRule[],
): ScriptJob {
  const { request, accessKeyId } = definition;
  const { ContainerEntrypoint: entry, ContainerArguments: given = [] } = request.AppSpecification;
  const { image, command } = imageOf(request.AppSpecification.ImageUri, images);
  const words = entry ?? command;
  if (words === undefined)
    throw new SubmissionError(
      'AppSpecification.ContainerEntrypoint must name what is run, as ScriptProcessor gives it: ["python3", "/opt/ml/processing/input/code/script.py"].',
    );
  return {
    image,
    command: [...words, ...given],
    environment: request.Environment ?? {},
    data: processingData(request),
    isOffline: request.NetworkConfig?.EnableNetworkIsolation === true,
    timeoutMs: processingTimeoutMs(request),
    region: regionOf(name),
    ...present({ accessKeyId }),
    stream: processingStream(name, startedAt),
  };
}

/** `command`: what runs without an entrypoint. */
function imageOf(image: string, images: readonly ImageRule[]): { image: ScriptImage; command?: readonly string[] } {
  const kind = findContainerKind(images, image);
  if (kind?.kind === 'scikit-learn' || kind?.kind === 'xgboost') return { image: { framework: kind.kind, image } };
  if (kind?.kind === 'process') {
    const { command, readable, writable } = kind;
    return { image: { program: command[0] ?? '', readable, writable }, command };
  }
  throw new SubmissionError(
    `Processing jobs run with the images sagemaker-model-monitor-analyzer, sagemaker-spark-processing, sagemaker-scikit-learn and sagemaker-xgboost, and with those that \`images\` of catenary.yaml gives a command, such as the path of a Python: AppSpecification.ImageUri is ${image}.`,
  );
}
