/** How many cells a row of CSV may have for a container that refuses any other row. */
export interface RowWidth {
  readonly least: number;
  readonly most: number;
}
