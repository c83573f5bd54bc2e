import { type StoredJson, StoredRecordError } from './stored-json.ts';

interface DefinedRow {
  readonly name: string;
  readonly definition: string;
}

/** What rows hold, by their name. One that cannot be read is left out: a list of many still shows the others. */
export function readable<T extends object>(rows: readonly DefinedRow[], json: StoredJson<T>): ReadonlyMap<string, T> {
  return new Map(rows.flatMap((row) => pairOf(row, json)));
}

function pairOf<T extends object>({ name, definition }: DefinedRow, json: StoredJson<T>): [string, T][] {
  try {
    return [[name, json.decode(definition, name)]];
  } catch (error) {
    if (error instanceof StoredRecordError) return [];
    throw error;
  }
}
