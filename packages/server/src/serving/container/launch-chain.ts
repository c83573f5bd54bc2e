import { checkNeighbours } from './check-neighbours.ts';
import { type LaunchOptions, type LaunchStage, launchStages } from './launch-stages.ts';
import type { Stage } from './stage.ts';
import type { StageDefinition } from './stage-definition.ts';

/** As `launchStages`, for containers of which each gets what the one before it answers: refuses an order that cannot work. */
export async function launchChain(
  launch: LaunchStage,
  definitions: readonly StageDefinition[],
  options: LaunchOptions,
): Promise<Stage[]> {
  const stages = await launchStages(launch, definitions, options);
  try {
    await checkNeighbours(stages, options.signal);
    return stages;
  } catch (error) {
    await Promise.allSettled(stages.map((stage) => stage.close()));
    throw error;
  }
}
