import type { PlanNode } from '../plan/plan-node.ts';
import type { SavedStage } from '../save/saved-stage.ts';
import type { StageScope } from '../save/stage-form.ts';

/** What a stage is mapped with. */
export interface Mapping extends StageScope {
  /** Maps a stage inside this one, such as the best model of a search. */
  readonly map: (stage: SavedStage) => PlanNode[];
}

/** Turns a saved stage of one class into nodes of a plan, and declares the columns that they make. */
export type MapStage = (stage: SavedStage, mapping: Mapping) => PlanNode[];

/** Mappers by class name. */
export type StageTable = Readonly<Record<string, MapStage>>;
