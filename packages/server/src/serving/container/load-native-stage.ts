import { stat } from 'node:fs/promises';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { ArtifactError } from '../../platform/artifact/artifact-error.ts';
import { anyExpandsBeyond } from './any-expands-beyond.ts';
import { bytesOf, openNativeStage, readNativeFiles } from './in-process/launch-native-stage.ts';
import type { NativeStageDefinition } from './in-process/native-stage-definition.ts';
import type { LoadTurns } from './load-turns.ts';
import type { LoadThreads } from './native-threads/load-threads.ts';
import type { NativeThreads } from './native-threads/native-threads.ts';
import { ThreadedStage } from './native-threads/threaded-stage.ts';
import type { Stage } from './stage.ts';

/** What native containers of a server share. */
export interface NativeSurroundings {
  /** Threads that answer long requests and hold large models. */
  readonly threads: NativeThreads;
  /** Threads that unpack archives and inspect model files. */
  readonly loads: LoadThreads;
  readonly turns: LoadTurns;
}

/**
 * The most bytes, and files, that are loaded in the thread of the event loop (XGBoost's JSON: 25 ms a megabyte): more
 * would block it for too long.
 */
const smallModel = { maxBytes: 1024 ** 2, maxEntries: 2000 };

/**
 * Starts a native container of a server. A small model is loaded in this thread, in its turn, and answers small
 * requests here; a large one is loaded in a thread and answers there. Rejects with what is wrong with the artifact or
 * the model.
 */
export async function loadNativeStage(
  definition: NativeStageDefinition,
  { threads, turns }: NativeSurroundings,
  signal: AbortSignal,
): Promise<Stage> {
  const small = await turns.take(async () => {
    signal.throwIfAborted();
    const files = await readSmall(definition);
    return files === undefined ? undefined : openHere(definition, files, threads);
  });
  if (small !== undefined) return small;
  return new ThreadedStage(await threads.load(definition, signal), threads);
}

/** Undefined if it is large, or not an artifact: the thread finds out what is wrong with it. */
async function readSmall(definition: NativeStageDefinition): Promise<ModelFiles | undefined> {
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

async function openHere(definition: NativeStageDefinition, files: ModelFiles, threads: NativeThreads): Promise<Stage> {
  const model = threads.adopt(definition, bytesOf(files));
  return openNativeStage(definition, files, { model, forget: () => threads.forget(model) });
}
