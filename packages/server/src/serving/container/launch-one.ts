import { defined } from '@catenary/scoring/internal/values';
import { checkNeighbours } from './check-neighbours.ts';
import { type LaunchOptions, type LaunchStage, launchStages } from './launch-stages.ts';
import { releaseStage, shareStage } from './share-stage.ts';
import type { Stage } from './stage.ts';
import type { StageDefinition } from './stage-definition.ts';

/** A chain of which all containers but one run already, for another chain. */
export interface NewLink {
  readonly definitions: readonly StageDefinition[];
  /** Those that run, in the same order. */
  readonly links: readonly Stage[];
  /** The one that is started, 0-based. */
  readonly at: number;
}

/** As `launchChain`, for a chain that shares all links but one with another: these are closed when both release them. */
export async function launchOne(
  launch: LaunchStage,
  { definitions, links, at }: NewLink,
  options: LaunchOptions,
): Promise<Stage[]> {
  const [started] = await launchStages(launch, [defined(definitions[at])], options);
  const stages = links.map((link, index) => (index === at ? defined(started) : link));
  for (const stage of stages) if (stage !== started) shareStage(stage);
  try {
    await checkNeighbours(stages, options.signal);
    return stages;
  } catch (error) {
    await Promise.allSettled(stages.map(releaseStage));
    throw error;
  }
}
