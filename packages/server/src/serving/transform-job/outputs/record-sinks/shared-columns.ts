import type { ColumnTypeName } from '../../plan/column-type-name.ts';

/** A column of a Parquet output whose type may not be known yet: it has had no value. */
export interface OutputColumn {
  readonly name: string;
  readonly type?: ColumnTypeName;
}

/** A column of a file that is written to its end. */
export interface SettledColumn {
  readonly name: string;
  readonly type: ColumnTypeName;
}

/** What an object's rows add to columns that are agreed on: the same list if nothing, undefined if there are none at all. */
export type ExtendColumns = (agreed: readonly OutputColumn[] | undefined) => readonly OutputColumn[] | undefined;

/** Where all outputs of a job agree on their columns. */
export interface SharedColumns {
  /**
   * The agreed columns, with what the object's next rows add to them when it is its turn to. Undefined if none are known.
   */
  settle(extend: ExtendColumns): Promise<readonly OutputColumn[] | undefined>;
  /**
   * The object has no more rows: the columns that its file ends with, or undefined while other objects may add to them.
   * `unseen` is what they are if no object adds anything.
   */
  finish(unseen: readonly OutputColumn[]): readonly SettledColumn[] | undefined;
}

/** Columns without values are text, which holds whatever others have. */
export const settled = (columns: readonly OutputColumn[]): SettledColumn[] =>
  columns.map(({ name, type = 'text' }) => ({ name, type }));

/** Whether nothing can be added to them. */
export const isSettled = (columns: readonly OutputColumn[] | undefined): columns is readonly SettledColumn[] =>
  columns?.every(({ type }) => type !== undefined) === true;

/** For an output that stands alone; `agreed` are those that it had, if it is continued. */
export function ownColumns(agreed?: readonly OutputColumn[]): SharedColumns {
  return {
    settle: (extend) => Promise.resolve((agreed = extend(agreed))),
    finish: (unseen) => settled(agreed ?? unseen),
  };
}
