/** The MLeap release that first writes an op. Source: the tags of MLeap, 0.8.0 to 0.25.2. */
const later: Readonly<Record<string, string>> = {
  als: '0.9',
  feature_hasher: '0.10',
  regex_indexer: '0.11 to 0.13',
  linear_svc: '0.15',
  map_entry_selector: '0.19',
};

/** `0.8`, the first release whose layout is read, also where the release is not established. */
export function sinceOf(op: string): string {
  return later[op] ?? '0.8';
}
