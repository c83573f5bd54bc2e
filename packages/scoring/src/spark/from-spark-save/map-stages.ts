import type { PlanNode } from '../plan/plan-node.ts';
import type { SavedStage } from '../save/saved-stage.ts';
import { findStage, whyUnread } from './find-stage.ts';
import type { Mapping } from './map-stage.ts';

/** Nesting is two or three deep. */
const MAX_DEPTH = 100;

/** The steps of a plan that a stage and all inside it become; `onStage` is called for each that makes steps of its own. */
export function mapStages(
  root: SavedStage,
  { columns, isAnsi, boosters }: Omit<Mapping, 'map'>,
  onStage?: (stage: SavedStage, nodes: readonly PlanNode[]) => void,
): PlanNode[] {
  let depth = 0;
  const map = (stage: SavedStage): PlanNode[] => {
    const mapStage = findStage(stage);
    if (mapStage === undefined) throw stage.unsupported(whyUnread(stage));
    if (++depth > MAX_DEPTH) throw stage.bad(`is nested more than ${MAX_DEPTH} deep`);
    const nodes = mapStage(stage, { columns, isAnsi, boosters, map });
    depth--;
    onStage?.(stage, nodes);
    return nodes;
  };
  return map(root);
}
