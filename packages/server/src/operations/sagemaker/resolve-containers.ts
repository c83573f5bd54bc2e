import { firstRepeated } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { validationException } from '../../contract/service-error.ts';
import { wrongContainerVariable } from '../../contract/variables.ts';
import type { PinnedArtifact } from '../../platform/artifact/artifact-cache.ts';
import { findContainerKind, imageProblem } from '../../serving/container/images.ts';
import { isKnownProcess } from '../../serving/container/launchers.ts';
import { howToGetAnEngine } from '../../serving/container/oci/find-engine.ts';
import { isolationRefusal } from '../../serving/container/process/enclosure.ts';
import type { StageDefinition } from '../../serving/container/stage-definition.ts';
import type { ContainerDefinition, ModelRequest } from '../../serving/records/model-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { expandModelPackages } from './expand-model-packages.ts';
import { checkMultiModelCount, isMultiModel, resolveMultiModel } from './resolve-multi-model.ts';

/** All environment of a model together, keys and values, bytes (SageMaker API reference, ContainerDefinition). */
const maxEnvironmentBytes = 32 * 1024;

/** The containers of a CreateModel request: exactly one of PrimaryContainer and Containers. */
export function containersOf(input: ModelRequest): readonly ContainerDefinition[] {
  const { PrimaryContainer: primary, Containers: containers } = input;
  if (primary !== undefined && containers !== undefined && containers.length > 0) {
    throw validationException(
      'Both PrimaryContainer and Containers are given. Use PrimaryContainer for a single container, Containers for a pipeline.',
    );
  }
  if (primary !== undefined) return [primary];
  if (containers !== undefined && containers.length > 0) return containers;
  throw validationException(
    'Neither PrimaryContainer nor Containers is given. Use PrimaryContainer for a single container, Containers for a pipeline.',
  );
}

/**
 * Checks the containers of a model and pins what they are made of. Throws ValidationException in the service's words.
 */
export async function resolveContainers(input: ModelRequest, context: OperationContext): Promise<StageDefinition[]> {
  const containers = await expandModelPackages(containersOf(input), context);
  // A package of several containers is a pipeline, wherever it is named.
  const isPipeline = input.PrimaryContainer === undefined || containers.length > 1;
  checkMultiModelCount(containers);
  checkHostnames(containers, isPipeline, input.InferenceExecutionConfig?.Mode === 'Direct');
  checkEnvironment(containers);
  const resolved = await Promise.all(
    containers.map((container, index) =>
      resolveContainer(container, hostnameOf(container, index, isPipeline), context),
    ),
  );
  return input.EnableNetworkIsolation === true ? isolate(resolved, context) : resolved;
}

/**
 * Refuses containers that are known to run as a process if a process cannot be isolated from the network; other
 * containers are checked at their start. Native ones run no code of the model.
 */
async function isolate(containers: readonly StageDefinition[], context: OperationContext): Promise<StageDefinition[]> {
  const outside = containers.find((container) => isKnownProcess(container, context.images));
  if (outside !== undefined && !(await context.box()).isClosed)
    throw validationException(isolationRefusal(outside.hostname));
  return containers.map((container) => ({ ...container, isIsolated: true }));
}

function hostnameOf(container: ContainerDefinition, index: number, isPipeline: boolean): string {
  if (!isPipeline) return 'primary';
  return container.ContainerHostname ?? `container-${index + 1}`;
}

function checkHostnames(containers: readonly ContainerDefinition[], isPipeline: boolean, isDirect: boolean): void {
  if (!isPipeline) return;
  const named = containers.flatMap(({ ContainerHostname: hostname }) => (hostname === undefined ? [] : [hostname]));
  if (isDirect && named.length < containers.length) {
    throw validationException(
      'ContainerHostname is required for every container when InferenceExecutionConfig.Mode is Direct.',
    );
  }
  if (named.length !== 0 && named.length !== containers.length) {
    throw validationException(
      'ContainerHostname must be given either for all containers of an inference pipeline or for none.',
    );
  }
  const twice = firstRepeated(named);
  if (twice !== undefined)
    throw validationException(`ContainerHostname "${twice}" is given twice; it must be unique within the model.`);
}

function checkEnvironment(containers: readonly ContainerDefinition[]): void {
  for (const { Environment: environment = {} } of containers) {
    const wrong = wrongContainerVariable(environment);
    if (wrong !== undefined) throw validationException(wrong);
  }
  const bytes = containers
    .flatMap(({ Environment: environment }) => Object.entries(environment ?? {}))
    .reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (bytes > maxEnvironmentBytes) {
    throw validationException(
      `The environment of all containers together is ${bytes} bytes, more than the ${maxEnvironmentBytes} that a model may have.`,
    );
  }
}

async function resolveContainer(
  container: ContainerDefinition,
  hostname: string,
  context: OperationContext,
): Promise<StageDefinition> {
  const { Image: image } = container;
  if (image === undefined) throw validationException(`Container ${hostname} has no Image.`);
  const problem = imageProblem(context.images, image);
  if (problem !== undefined) throw validationException(problem);
  const isForEngine = findContainerKind(context.images, image)?.kind === 'oci';
  if (isForEngine && !context.engine.isThere)
    throw validationException(`Image ${image} needs an engine of containers, and there is none: ${howToGetAnEngine}.`);

  const environment = container.Environment ?? {};
  const multiModel = isMultiModel(container) ? await resolveMultiModel(container, hostname, context) : undefined;
  const modelData = multiModel === undefined ? await pinModelData(container, hostname, context) : undefined;
  const submitted = environment.SAGEMAKER_SUBMIT_DIRECTORY;
  const sourceData = await pin(submitted?.startsWith('s3://') === true ? submitted : undefined, context);
  return {
    hostname,
    image,
    environment,
    ...present({ multiModel, modelData, sourceData }),
  };
}

/** An archive, or all that lies below a prefix. Source: SageMaker API reference, S3ModelDataSource. */
async function pinModelData(
  container: ContainerDefinition,
  hostname: string,
  context: OperationContext,
): Promise<PinnedArtifact | undefined> {
  const source = container.ModelDataSource?.S3DataSource;
  if (source === undefined) return pin(container.ModelDataUrl, context);
  if (container.ModelDataUrl !== undefined)
    throw validationException(`Container ${hostname}: ModelDataUrl and ModelDataSource exclude each other.`);
  const { S3DataType: type, CompressionType: compression, S3Uri: uri } = source;
  if (type === 'S3Object' && compression === 'Gzip') return pin(uri, context);
  if (type !== 'S3Prefix' || compression !== 'None')
    throw validationException(
      `Container ${hostname}: of ModelDataSource this server supports S3DataType S3Object with CompressionType Gzip (a model.tar.gz) and S3Prefix with None (a folder of files).`,
    );
  if (!uri.endsWith('/'))
    throw validationException(`Container ${hostname}: the S3Uri of an S3Prefix must end in "/": ${uri}.`);
  const pinned = await context.artifacts.pinFolder(uri);
  if (pinned === undefined) throw validationException(noModelData(uri));
  return pinned;
}

const noModelData = (uri: string) =>
  `Could not find model data at ${uri}: upload it first, for example by aws s3 cp model.tar.gz ${uri}`;

async function pin(uri: string | undefined, context: OperationContext): Promise<PinnedArtifact | undefined> {
  if (uri === undefined) return undefined;
  if (!uri.startsWith('s3://'))
    throw validationException(`Model data is read from s3:// addresses of this server only, not from ${uri}.`);
  const pinned = await context.artifacts.pin(uri);
  if (pinned === undefined) throw validationException(noModelData(uri));
  return pinned;
}
