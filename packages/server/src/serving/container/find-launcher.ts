import { describeUnknownImage, findContainerKind } from './images.ts';
import type { Candidate, Launcher } from './launcher.ts';
import type { StageContext } from './stage-context.ts';
import type { StageDefinition } from './stage-definition.ts';

/** Throws, with what can be done, for an image that nothing serves. */
export function candidateFor(definition: StageDefinition, context: StageContext, signal: AbortSignal): Candidate {
  const kind = findContainerKind(context.images, definition.image);
  if (kind === undefined) throw new Error(describeUnknownImage(definition.image, context.images));
  return { definition, kind, context, signal };
}

/** The first launcher that runs this container; rejects as `Launcher.canRun` does. */
export async function findLauncher(launchers: readonly Launcher[], candidate: Candidate): Promise<Launcher> {
  // One after the other: what one finds out about the model is kept for the next.
  for (const launcher of launchers) if (await launcher.canRun(candidate)) return launcher;
  throw new Error(`nothing runs ${candidate.definition.image} as ${candidate.kind.kind}`);
}
