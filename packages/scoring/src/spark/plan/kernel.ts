/** Runs one step over the first `rowCount` rows of the registers it was bound to. */
export type Kernel = (rowCount: number) => void;
