import { present } from '@catenary/scoring/internal/values';
import type { PinnedArtifact } from '../../platform/artifact/artifact-cache.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import { containerLines } from './container-lines.ts';
import { parseImageName } from './image-name.ts';
import { type ContainerKind, describeUnknownImage, findContainerKind, type ImageRule } from './images.ts';
import { launchNativeStage } from './in-process/launch-native-stage.ts';
import type { NativeStageDefinition } from './in-process/native-stage-definition.ts';
import { loadNativeStage, type NativeSurroundings } from './load-native-stage.ts';
import type { LaunchOptions, LaunchStage } from './launch-stages.ts';
import type { SklearnHost } from './in-process/sklearn/choose-host.ts';
import { type Enclosure, isolationRefusal } from './process/enclosure.ts';
import type { BoxSource } from './process/open-box.ts';
import type { SocketFolders } from './process/socket-folders.ts';
import type { PythonStageDefinition } from './python/python-stage.ts';
import { inModelDirectory, type ModelContext, type ModelDirectories, unpackModel } from './model-directory.ts';
import type { Stage } from './stage.ts';
import type { LaunchTarget } from './multi-model/container-host.ts';
import type { MultiModelContext } from './multi-model/launch-multi-model-stage.ts';
import type { MultiModelDefinition, StageDefinition } from './stage-definition.ts';

export interface StageContext extends ModelContext {
  readonly images: readonly ImageRule[];
  /** Python environments are kept below, in `python/`. */
  readonly environments: string;
  readonly log: Logger;
  /** What processes of containers run in. */
  readonly box: BoxSource;
  /** Where sockets of its containers lie. */
  readonly sockets: SocketFolders;
  /** The interpreter that Python environments are made from; default `python3`. */
  readonly python?: string;
  /** What native containers of a server share; without it they are loaded, and answer, in this thread. */
  readonly native?: NativeSurroundings;
  /** What containers in MultiModel mode need; without it there are none. */
  readonly multiModel?: MultiModelContext;
}

interface Launch {
  readonly definition: StageDefinition;
  readonly options: LaunchOptions;
  readonly context: StageContext;
}

const neverAborted = new AbortController().signal;

type LaunchKind = (launch: Launch, kind: ContainerKind) => Promise<Stage>;

/** Kind of container → how its stage is made, where that is not simply the native engine of that name. */
const stages: Readonly<Partial<Record<ContainerKind['kind'], LaunchKind>>> = {
  xgboost: launchXgboost,
  'scikit-learn': launchSklearn,
  process: launchProcess,
};

/** How this server starts one container. */
export function stageLauncher(context: StageContext): LaunchStage {
  return async (definition, options) =>
    definition.multiModel === undefined
      ? launchOne({ definition, options, context })
      : launchMultiModel({ definition, options, context }, definition.multiModel);
}

async function launchOne(launch: Launch): Promise<Stage> {
  const kind = kindOf(launch.definition, launch.context);
  return (stages[kind.kind] ?? launchNative)(launch, kind);
}

function kindOf({ image }: StageDefinition, { images }: StageContext): ContainerKind {
  const kind = findContainerKind(images, image);
  if (kind === undefined) throw new Error(describeUnknownImage(image));
  return kind;
}

async function launchMultiModel(
  { definition, options, context }: Launch,
  multiModel: MultiModelDefinition,
): Promise<Stage> {
  const { launchMultiModelStage } = await import('./multi-model/launch-multi-model-stage.ts');
  if (context.multiModel === undefined) throw new Error('MultiModel mode is for endpoints of a server.');
  const kind = kindOf(definition, context);
  await prepareScript({ definition, options, context }, kind);
  const launch: LaunchTarget = (target, { artifact, path }, targetOptions) => {
    const fetch = (wanted: PinnedArtifact) =>
      wanted === artifact ? Promise.resolve(path) : context.artifacts.fetch(wanted);
    return launchOne({ definition: target, options: targetOptions, context: { ...context, artifacts: { fetch } } });
  };
  return launchMultiModelStage({
    definition: { ...definition, multiModel },
    options,
    context: { ...context, ...context.multiModel },
    host: kind.kind === 'process' ? { ...kind, enclosure: await enclosureOf(definition, context) } : { launch },
  });
}

/** What a native stage is made from; undefined for a container that runs elsewhere. Fetches its archive. */
export async function nativeDefinition(
  definition: StageDefinition,
  context: StageContext,
): Promise<NativeStageDefinition | undefined> {
  const kind = findContainerKind(context.images, definition.image)?.kind;
  if (kind === undefined || kind === 'process') return undefined;
  if (kind === 'xgboost' && isXgboostScript(definition)) return undefined;
  if (kind === 'scikit-learn' && (await chooseSklearnHost(definition, context)).kind !== 'native') return undefined;
  return fetchNative(definition, kind, context);
}

async function fetchNative(
  { hostname, image, environment, modelData }: StageDefinition,
  kind: NativeStageDefinition['kind'],
  context: StageContext,
): Promise<NativeStageDefinition> {
  const archivePath = modelData === undefined ? undefined : await context.artifacts.fetch(modelData);
  return { kind, hostname, image, environment, ...present({ archivePath }) };
}

async function launchNative({ definition, options, context }: Launch, { kind }: ContainerKind): Promise<Stage> {
  const native = await fetchNative(definition, kind, context);
  if (context.native === undefined) return launchNativeStage(native);
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.startupTimeoutMs)]);
  return loadNativeStage(native, context.native, signal);
}

/** The container's own rule: SAGEMAKER_PROGRAM makes it script mode, which needs the library itself. */
function isXgboostScript({ environment }: StageDefinition): boolean {
  return (environment.SAGEMAKER_PROGRAM ?? '') !== '';
}

function launchXgboost(launch: Launch, kind: ContainerKind): Promise<Stage> {
  const isScript = isXgboostScript(launch.definition);
  return isScript ? launchPython(launch, { framework: 'xgboost' }) : launchNative(launch, kind);
}

/** Without a script the model is served, which AWS's container does not do; with one that runs in real Python. */
async function launchSklearn(launch: Launch, kind: ContainerKind): Promise<Stage> {
  const host = await chooseSklearnHost(launch.definition, launch.context, launch.options.signal);
  if (host.kind === 'native') return launchNative(launch, kind);
  if (host.kind === 'onnx') return launchOnnx(launch, host.model);
  return launchPython(launch, {
    framework: 'scikit-learn',
    ...present({ model: host.kind === 'python' ? host : undefined }),
  });
}

async function launchOnnx({ definition }: Launch, model: Uint8Array): Promise<Stage> {
  const { launchOnnxStage } = await import('./in-process/onnx/onnx-stage.ts');
  const { hostname, image, environment } = definition;
  return launchOnnxStage({ hostname, image, environment, model });
}

async function chooseSklearnHost(
  definition: StageDefinition,
  context: StageContext,
  signal = neverAborted,
): Promise<SklearnHost> {
  const { chooseHost } = await import('./in-process/sklearn/choose-host.ts');
  const { loads } = context.native ?? {};
  const findHost = loads && ((path: string, until: AbortSignal) => loads.findHost(path, until));
  return chooseHost(definition, { ...context, findHost }, signal);
}

type PythonChoice = Pick<PythonStageDefinition, 'framework' | 'model'>;

async function launchPython(launch: Launch, choice: PythonChoice): Promise<Stage> {
  // Loaded when a container first needs it: the HTTP client is a tenth of a server's start.
  const { launchPythonStage } = await import('./python/python-stage.ts');
  const enclosure = await enclosureOf(launch.definition, launch.context);
  return inModelDirectory(launch.definition, launch.context, (directories) => {
    const { remove: onClosed } = directories;
    return launchPythonStage({ ...pythonDefinition(launch, choice, directories), enclosure, onClosed });
  });
}

/** A script that all models of a multi-model container share has its environment before the first request names a model. */
async function prepareScript(launch: Launch, { kind }: ContainerKind): Promise<void> {
  const { definition, context } = launch;
  const isScript = kind === 'scikit-learn' || (kind === 'xgboost' && isXgboostScript(definition));
  if (!isScript || definition.sourceData === undefined) return;
  const { preparePythonStage } = await import('./python/python-stage.ts');
  const directories = await unpackModel(definition, context);
  try {
    const enclosure = await enclosureOf(definition, context);
    await preparePythonStage({ ...pythonDefinition(launch, { framework: kind }, directories), enclosure });
  } finally {
    await directories.remove();
  }
}

function pythonDefinition(
  { definition, options, context }: Launch,
  choice: PythonChoice,
  { model, source }: ModelDirectories,
): PythonStageDefinition {
  return {
    ...choice,
    hostname: definition.hostname,
    image: definition.image,
    imageTag: parseImageName(definition.image).tag,
    environment: definition.environment,
    modelDirectory: model,
    ...present({ sourceDirectory: source }),
    dataDirectory: context.environments,
    startupTimeoutMs: options.startupTimeoutMs,
    maxRestartDelayMs: options.maxRestartDelayMs,
    signal: options.signal,
    onLog: containerLines(definition, options, context),
    ...present({ python: context.python }),
  };
}

async function launchProcess({ definition, options, context }: Launch, kind: ContainerKind): Promise<Stage> {
  const { launchProcessStage } = await import('./process/process-stage.ts');
  const { command, readable, writable } = kind as Extract<ContainerKind, { kind: 'process' }>;
  const enclosure = await enclosureOf(definition, context);
  return inModelDirectory(definition, context, ({ model, remove: onClosed }) =>
    launchProcessStage({
      hostname: definition.hostname,
      image: definition.image,
      command,
      readable,
      writable,
      enclosure,
      environment: definition.environment,
      modelDirectory: model,
      startupTimeoutMs: options.startupTimeoutMs,
      maxRestartDelayMs: options.maxRestartDelayMs,
      signal: options.signal,
      onLog: containerLines(definition, options, context),
      onClosed,
    }),
  );
}

/** Rejects if its model has EnableNetworkIsolation and this machine cannot do that. */
async function enclosureOf({ hostname, isIsolated }: StageDefinition, context: StageContext): Promise<Enclosure> {
  const box = await context.box();
  if (isIsolated === true && !box.isClosed) throw new Error(isolationRefusal(hostname));
  return { box, isOffline: isIsolated === true, sockets: context.sockets };
}
