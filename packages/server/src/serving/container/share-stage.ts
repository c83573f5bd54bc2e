import type { Stage } from './stage.ts';

/** Chains that use a stage besides the first one. */
const others = new WeakMap<Stage, number>();

/** One more chain uses the stage: it is closed when the last one releases it. */
export function shareStage(stage: Stage): void {
  others.set(stage, (others.get(stage) ?? 0) + 1);
}

/** A chain does without the stage; it is closed if no other one uses it. */
export async function releaseStage(stage: Stage): Promise<void> {
  const count = others.get(stage) ?? 0;
  if (count === 0) return stage.close();
  others.set(stage, count - 1);
}
