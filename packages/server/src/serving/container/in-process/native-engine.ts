import { BeyondAllowance, withAllowance } from '@catenary/scoring/internal/frame';
import type { NativeContainer } from '../surfaces/native-container.ts';
import type { ThreadModel } from './thread-model.ts';

/** The engine of ours that serves a container, in whichever threads its model is loaded. */
export interface NativeEngine {
  /** The loaded model and its surface, if it is loaded in this thread. */
  readonly container?: NativeContainer;
  /** Its description for threads, if there are threads for long requests. */
  readonly model?: ThreadModel | undefined;
}

/** An engine that is loaded in this thread, and answers here synchronously. */
export interface LoadedEngine extends NativeEngine {
  readonly container: NativeContainer;
}

export const isLoadedHere = (engine: NativeEngine | undefined): engine is LoadedEngine =>
  engine?.container !== undefined;

/** Bodies up to this size are assumed to be answered quickly as long as nothing is known. */
export const presumedQuickBytes = 16 * 1024;

/** Numbers and characters that a request may have its containers make in the thread of the event loop: some ten milliseconds of work. */
const maxMadeHere = 300_000;

/** Answers in this thread; elsewhere, from the beginning, where that turns out to make more than `maxMadeHere`. */
export function answerHereOr<Here, Elsewhere>(here: () => Here, elsewhere: () => Elsewhere): Here | Elsewhere {
  try {
    return withAllowance(maxMadeHere, here);
  } catch (error) {
    if (error instanceof BeyondAllowance) return elsewhere();
    throw error;
  }
}
