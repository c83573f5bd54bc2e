import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres, startPostgres } from './postgres.ts';

/** A kind of database that the store runs on. */
export interface StoreKind {
  readonly name: string;
  readonly isMissing: boolean;
  /** Starts what it needs. */
  start(): Promise<StoreSite>;
}

export interface StoreSite {
  /** Where a new, empty store may be opened, as `openStore` takes it. */
  createLocation(): Promise<string>;
  close(): Promise<void>;
}

const programs = findPostgres();

/** Every kind of database: tests of the store run on each. */
export const storeKinds: readonly StoreKind[] = [
  {
    name: 'SQLite',
    isMissing: false,
    start: async () => {
      const directory = mkdtempSync(join(tmpdir(), 'catenary-store-'));
      let stores = 0;
      return {
        createLocation: async () => join(directory, `${stores++}.sqlite`),
        close: async () => rmSync(directory, { recursive: true, force: true }),
      };
    },
  },
  {
    name: 'PostgreSQL',
    isMissing: programs === undefined,
    start: async () => {
      const server = await startPostgres(programs as string);
      return { createLocation: () => server.createDatabase(), close: () => server.close() };
    },
  },
];
