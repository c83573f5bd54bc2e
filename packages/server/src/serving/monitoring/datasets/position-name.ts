/** What a column without a name is called, by its position from 0. */
export const positionName = (at: number): string => `_c${at}`;
