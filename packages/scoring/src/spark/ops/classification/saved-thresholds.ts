import type { SavedStage } from '../../save/saved-stage.ts';

/** The parameter `thresholds`, undefined where there are none. */
export function savedThresholds({ params }: SavedStage): Float64Array | undefined {
  const thresholds = params.numbers('thresholds', []);
  return thresholds.length === 0 ? undefined : Float64Array.from(thresholds);
}
