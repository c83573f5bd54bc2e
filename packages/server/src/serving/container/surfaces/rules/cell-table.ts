/** What a cell of a column may be; a null stands for none in any of them. */
export type CellType = 'number' | 'integer' | 'text' | 'boolean';

export type RuleCell = number | string | boolean | null;

/** The columns of a request between two steps, by name and in order; all have as many cells as there are rows. */
export type CellTable = Map<string, RuleCell[]>;

/** The columns that there are between two steps, in order: their types are known before there are rows. */
export type CellTypes = ReadonlyMap<string, ColumnType>;

export interface ColumnType {
  readonly type: CellType;
  /** Whether a cell may be null. */
  readonly nullable: boolean;
}
