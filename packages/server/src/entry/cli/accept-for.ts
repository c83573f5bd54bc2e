/** What is asked for where nothing else is: CSV for CSV, as many containers' own choice is JSON; otherwise that choice. */
export const acceptFor = (contentType: string | undefined): string | undefined =>
  contentType?.startsWith('text/csv') === true ? 'text/csv' : undefined;
