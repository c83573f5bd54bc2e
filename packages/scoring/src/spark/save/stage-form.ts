import type { SavedBoosters } from '../saved-boosters.ts';
import type { ColumnScope } from './column-scope.ts';
import type { SavedStage } from './saved-stage.ts';

/** What a stage is read with. */
export interface StageScope {
  /** The columns as they are where the stage stands. */
  readonly columns: ColumnScope;
  /** The readers of boosters that the caller brought. */
  readonly boosters: SavedBoosters;
  /** SQL's ANSI mode (`spark.sql.ansi.enabled`), which no artifact says. */
  readonly isAnsi: boolean;
}

/** Ports of an operator and the columns that they are wired to, by their names in the plan. */
export type PortColumns = Readonly<Record<string, string>>;

/** A node of the plan that a stage becomes. */
export interface StageNode<Parameters> {
  readonly parameters: Parameters;
  readonly inputs: PortColumns;
  readonly outputs: PortColumns;
  /** Whether it drops rows (`handleInvalid` skip), so that it stays where nothing that it makes is wanted. */
  readonly canSkip?: boolean;
}

/** How an operator is read from what Spark saved. */
export interface StageForm<Parameters> {
  /** Spark's classes, without their package. */
  readonly classes: readonly string[];
  /** The nodes that a stage becomes: one for each column, where it takes several. Declares the columns that they make. */
  readonly read: (stage: SavedStage, scope: StageScope) => readonly StageNode<Parameters>[];
}
