/** Media types of request files, by the end of their names. */
export const contentTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.jsonl': 'application/jsonlines',
  '.libsvm': 'text/libsvm',
};
