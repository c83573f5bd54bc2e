/** What is listed, in the order that the store reads it in. `Place` says where a row stands in that order. */
export interface StoredRows<Row, Place> {
  /** At most `limit` rows behind a place; without one, the first. */
  read(after: Place | undefined, limit: number): Promise<readonly Row[]>;
  placeOf(row: Row): Place;
  /** What the caller wants of them, as far as the store cannot say so. Absent: all. */
  readonly isWanted?: ((row: Row) => boolean) | undefined;
}

export interface StoredPage<Row, Place> {
  readonly page: readonly Row[];
  /** Where the next page starts; undefined: this one is the last. */
  readonly next: Place | undefined;
}

/** Rows that are read at once where it is not known how many of them are wanted. */
const rowsAtOnce = 256;

/**
 * One page of rows. Rows made meanwhile neither repeat nor hide others. Reads what is on the page, or as many rows at once as
 * it takes to find that many that are wanted: memory is that of a page, however many rows there are.
 */
export async function pageInStore<Row, Place>(
  rows: StoredRows<Row, Place>,
  { after, size }: { readonly after: Place | undefined; readonly size: number },
): Promise<StoredPage<Row, Place>> {
  const { isWanted } = rows;
  const limit = isWanted === undefined ? size + 1 : Math.max(size + 1, rowsAtOnce);
  const wanted: Row[] = [];
  for (let from = after; ; ) {
    const read = await rows.read(from, limit);
    wanted.push(...(isWanted === undefined ? read : read.filter(isWanted)));
    const last = read.at(-1);
    if (wanted.length > size || last === undefined || read.length < limit) break;
    from = rows.placeOf(last);
  }
  const page = wanted.slice(0, size);
  const last = page.at(-1);
  return { page, next: last !== undefined && wanted.length > size ? rows.placeOf(last) : undefined };
}
