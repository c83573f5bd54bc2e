import { stat } from 'node:fs/promises';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { ArtifactError } from '../../platform/artifact/artifact-error.ts';
import { anyExpandsBeyond } from './any-expands-beyond.ts';
import { InProcessStage } from './in-process/in-process-stage.ts';
import { bytesOf, openNativeContainer, readNativeFiles } from './in-process/launch-native-stage.ts';
import type { NativeStageDefinition } from './in-process/native-stage-definition.ts';
import { SparingStage } from './in-process/sparing-stage.ts';
import { digestOf, loadKey } from './loaded-once.ts';
import type { NativeSurroundings } from './native-surroundings.ts';
import { answerInThread } from './native-threads/answer-in-thread.ts';
import { ThreadedStage } from './native-threads/threaded-stage.ts';
import type { ContainerRequest } from './payload.ts';
import type { Stage } from './stage.ts';

/**
 * The most bytes, and files, that are loaded in the thread of the event loop (XGBoost's JSON: 25 ms a megabyte): more
 * would block it for too long.
 */
const smallModel = { maxBytes: 1024 ** 2, maxEntries: 2000 };

/**
 * Starts a native container of a server. A small model is loaded in this thread, in its turn, and answers small
 * requests here; a large one is loaded in a thread and answers there. Containers of the same files, image and environment
 * share what is loaded. Rejects with what is wrong with the artifact or the model.
 */
export async function loadNativeStage(
  definition: NativeStageDefinition,
  native: NativeSurroundings,
  signal: AbortSignal,
): Promise<Stage> {
  const small = await native.turns.take(async () => {
    signal.throwIfAborted();
    const files = await readSmall(definition);
    return files === undefined ? undefined : openHere(definition, files, native);
  });
  if (small !== undefined) return small;
  return openElsewhere(definition, native, signal);
}

async function openElsewhere(
  definition: NativeStageDefinition,
  { threads, elsewhere }: NativeSurroundings,
  signal: AbortSignal,
): Promise<Stage> {
  const { archivePath } = definition;
  if (archivePath === undefined) return new ThreadedStage(await threads.load(definition, signal), { threads });
  const key = loadKey(definition, archivePath);
  const share = elsewhere.take(key) ?? elsewhere.hold(key, await threads.load(definition, signal));
  const model = threads.anotherUser(share.loaded.model);
  return new ThreadedStage({ ...share.loaded, model }, { threads, isLast: share.release });
}

/** Undefined if it is large, or not an artifact: the thread finds out what is wrong with it. */
export async function readSmall(definition: NativeStageDefinition): Promise<ModelFiles | undefined> {
  const { archivePath } = definition;
  if (archivePath !== undefined && (await stat(archivePath)).size > smallModel.maxBytes) return undefined;
  try {
    const files = await readNativeFiles(definition, smallModel);
    return (await anyExpandsBeyond(files, smallModel.maxBytes)) ? undefined : files;
  } catch (error) {
    if (error instanceof ArtifactError) return undefined;
    throw error;
  }
}

async function openHere(
  definition: NativeStageDefinition,
  files: ModelFiles,
  { threads, here }: NativeSurroundings,
): Promise<Stage> {
  const key = loadKey(definition, digestOf(files));
  const share = here.take(key) ?? here.hold(key, await openNativeContainer(definition, files));
  const model = threads.adopt(definition, bytesOf(files));
  const forget = () => {
    share.release();
    threads.forget(model);
  };
  const ask = async (request: ContainerRequest, signal: AbortSignal | undefined) =>
    (await answerInThread({ threads, models: [model] }, request, signal)).answer;
  return new SparingStage(new InProcessStage(definition, share.loaded, { model, forget }), ask);
}
