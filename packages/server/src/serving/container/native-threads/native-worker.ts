import { parentPort } from 'node:worker_threads';
import { present } from '@catenary/scoring/internal/values';
import { extractArtifact } from '../../../platform/artifact/extract-artifact.ts';
import { measureArchive } from '../../../platform/artifact/measure-archive.ts';
import { readArtifact } from '../../../platform/artifact/read-artifact.ts';
import { giveWay } from '../../../platform/system/give-way.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import { ContainerLedger } from '../container-ledger.ts';
import type { InProcessStage } from '../in-process/in-process-stage.ts';
import { invokeFused } from '../in-process/invoke-fused.ts';
import { bytesOf, openNativeStage, readNativeFiles } from '../in-process/launch-native-stage.ts';
import type { NativeStageDefinition } from '../in-process/native-stage-definition.ts';
import type { ThreadModel } from '../in-process/thread-model.ts';
import { TimedEngines } from '../in-process/timed-engines.ts';
import type { ContainerAnswer } from '../payload.ts';
import { CopyNotLoaded } from './copy-not-loaded.ts';
import { fromCrossing, toCrossing } from './crossing-error.ts';
import { IdleCollector } from './idle-collector.ts';
import type {
  InvokeResult,
  LoadResult,
  ThreadAnswer,
  ThreadJob,
  ThreadNews,
  ThreadOrder,
  ThreadTask,
} from './thread-job.ts';

interface LoadedModel {
  readonly stage: InProcessStage;
  readonly bytes: number;
  answers: number;
}

const port = parentPort as NonNullable<typeof parentPort>;
const models = new Map<number, Promise<LoadedModel>>();
const collector = new IdleCollector();

// The thread of the event loop has precedence.
giveWay(2);
port.on('message', (message: ThreadTask | ThreadOrder) => {
  if ('forget' in message) forget(message.forget);
  else void answer(message);
});

/** The memory of a forgotten model is garbage like any other. */
function forget(id: number): void {
  models.delete(id);
  collector.end();
}

async function answer({ id, job }: ThreadTask): Promise<void> {
  collector.begin();
  try {
    const { result, transfer } = await run(job);
    port.postMessage({ id, result } satisfies ThreadAnswer, transfer);
  } catch (error) {
    port.postMessage({ id, error: toCrossing(error) } satisfies ThreadAnswer);
  } finally {
    collector.end();
  }
}

async function run(job: ThreadJob): Promise<{ result: unknown; transfer: ArrayBuffer[] }> {
  if (job.kind === 'invoke') return invoke(job);
  return { result: await others[job.kind](job as never), transfer: [] };
}

const others = {
  load: async ({ model }: Extract<ThreadJob, { kind: 'load' }>): Promise<LoadResult> => {
    const { stage, bytes } = await loaded(model);
    const { rowWidth } = stage;
    const wishes = stage.container.executionParameters();
    return { bytes, wishes, lineAccepts: stage.lineAccepts, ...present({ rowWidth }) };
  },
  extract: ({ path, directory }: Extract<ThreadJob, { kind: 'extract' }>) => extractArtifact(path, directory),
  remove: ({ directory }: Extract<ThreadJob, { kind: 'remove' }>) => removeFolder(directory),
  measure: ({ path }: Extract<ThreadJob, { kind: 'measure' }>) => measureArchive(path),
  'find-host': async ({ path }: Extract<ThreadJob, { kind: 'find-host' }>) => {
    const { hostOfFiles } = await import('../surfaces/sklearn/find-host.ts');
    const files = await readArtifact(path);
    port.postMessage({ openedBytes: bytesOf(files) } satisfies ThreadNews);
    return hostOfFiles(files);
  },
};

function loaded({ id, definition }: Pick<ThreadModel, 'id' | 'definition'>): Promise<LoadedModel> {
  const known = models.get(id);
  if (known !== undefined) return known;
  const loading = load(definition);
  models.set(id, loading);
  loading.catch(() => models.delete(id));
  return loading;
}

async function load(definition: NativeStageDefinition): Promise<LoadedModel> {
  const files = await readNativeFiles(definition);
  port.postMessage({ openedBytes: bytesOf(files) } satisfies ThreadNews);
  return { stage: await openNativeStage(definition, files), bytes: bytesOf(files), answers: 0 };
}

async function invoke({ models: asked, request, hasLedger }: Extract<ThreadJob, { kind: 'invoke' }>) {
  const chain: LoadedModel[] = [];
  for (const model of asked) chain.push(await loaded(model).catch(rethrowAsNotLoaded));
  const spentMs = new Float64Array(chain.length);
  const body = Buffer.from(request.body.buffer, request.body.byteOffset, request.body.byteLength);
  const before = process.threadCpuUsage();
  const ledger = hasLedger ? new ContainerLedger() : undefined;
  const stages = chain.map(({ stage }) => stage);
  const engines = ledger === undefined ? stages : new TimedEngines(stages, 0).for(ledger);
  const { answer: given, answeredBy } = invokeFused(engines, { ...request, body }, spentMs);
  const { user, system } = process.threadCpuUsage(before);
  const isFirst = chain.some(({ answers }) => answers === 0);
  for (const model of chain) model.answers++;
  const { owned, copy } = toSend(given);
  const conversionMs = ledger && chain.map((_model, at) => ledger.withinOf(at));
  const cpuMs = (user + system) / 1000;
  const result: InvokeResult = { answer: copy, answeredBy, spentMs, conversionMs, cpuMs, isFirst };
  return { result, transfer: [owned.buffer] };
}

function rethrowAsNotLoaded(error: unknown): never {
  throw new CopyNotLoaded(error);
}

/** The body is transferred to the other thread, not copied; a body that shares its memory is copied first. */
function toSend(answer: ContainerAnswer) {
  const { body, cause, place, ...rest } = answer;
  const isOwn = body.byteLength === body.buffer.byteLength;
  const owned = isOwn ? new Uint8Array(body.buffer as ArrayBuffer) : new Uint8Array(body);
  const copy = {
    ...rest,
    body: owned,
    ...present({
      cause: cause === undefined ? undefined : fromCrossing(toCrossing(cause)),
      place: place === undefined ? undefined : sendable(place),
    }),
  };
  return { owned, copy };
}

/** Values of a request's cells are numbers and texts; any other value is passed as text. */
function sendable(place: NonNullable<ContainerAnswer['place']>): NonNullable<ContainerAnswer['place']> {
  try {
    return structuredClone(place);
  } catch {
    return { ...place, value: String(place.value) };
  }
}
