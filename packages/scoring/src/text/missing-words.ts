/** What `pandas.read_csv` takes for a missing cell (`pandas._libs.parsers.STR_NA_VALUES` of pandas 1 to 3). */
export const missingWords: ReadonlySet<string> = new Set(
  ',#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,None,n/a,nan,null'.split(','),
);
