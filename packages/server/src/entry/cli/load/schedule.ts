/** When each request of an open load is due: at a steady rate, whatever became of those before it. */
export interface Schedule {
  readonly perSecond: number;
  readonly seconds: number;
}

/** The requests of it. */
export const requestsOf = ({ perSecond, seconds }: Schedule) => perSecond * seconds;

/** When the request at an index is due, milliseconds after the beginning. */
export const dueAt = (at: number, { perSecond }: Schedule) => (at * 1000) / perSecond;
