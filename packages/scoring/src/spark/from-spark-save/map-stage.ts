import type { PlanNode } from '../plan/plan-node.ts';
import type { ColumnBook } from './column-book.ts';
import type { SavedBoosters } from '../saved-boosters.ts';
import type { SavedStage } from './saved-stage.ts';

/** What a stage is mapped with. */
export interface Mapping {
  readonly columns: ColumnBook;
  /** The readers of boosters that the caller brought. */
  readonly boosters: SavedBoosters;
  /** SQL's ANSI mode (`spark.sql.ansi.enabled`), which no artifact tells. */
  readonly isAnsi: boolean;
  /** Maps a stage inside this one, such as the best model of a search. */
  readonly map: (stage: SavedStage) => PlanNode[];
}

/** Turns a saved stage of one class into steps of a plan, and tells the columns what it makes. */
export type MapStage = (stage: SavedStage, mapping: Mapping) => PlanNode[];

/** Mappers by class name. */
export type StageTable = Readonly<Record<string, MapStage>>;
