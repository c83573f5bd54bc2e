/** Values by the begin of their period, milliseconds since 1970, oldest first. */
export type SeriesValue = ReadonlyMap<number, number>;

/** The value of an expression: a number, a series, or several series. */
export type MathValue = number | SeriesValue | readonly SeriesValue[];

/** The periods that are asked for, including those without values. */
export interface Periods {
  readonly begins: readonly number[];
  readonly seconds: number;
}

export const isSeries = (value: unknown): value is SeriesValue => value instanceof Map;
export const isList = (value: unknown): value is readonly SeriesValue[] => Array.isArray(value);
