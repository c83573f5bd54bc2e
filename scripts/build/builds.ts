/** What of a package is published, and how. */
export interface Build {
  /** What the package offers, and what a thread is started with: patterns below `src`. */
  readonly doors: readonly string[];
  /**
   * Packages of many small modules, of which little is used, or that are all there is to need of theirs: their part becomes
   * ours, with their licences beside it. The others stay packages.
   */
  readonly inlined: readonly string[];
  /** Files and folders of the repository's root that are published with the package. */
  readonly fromRoot: readonly string[];
  /** Folders below `src` that are used as they are. */
  readonly asTheyAre: readonly string[];
  /** Which modules share a file, where it matters how much of the package somebody takes (`group-modules.ts`). */
  readonly groups?: ModuleGroups;
}

/** Doors by what they are for. */
export interface ModuleGroups {
  /** What a page takes before it knows which reader it needs. */
  readonly early: readonly string[];
  /** What is taken one without the other, by name. */
  readonly readers: Readonly<Record<string, readonly string[]>>;
  /** Calls that are taken without the rest of their door. */
  readonly calls: readonly string[];
  /** What is taken without any reader. */
  readonly tools: readonly string[];
}

const formats = ['xgboost', 'lightgbm', 'catboost', 'sklearn', 'mleap', 'spark'];

const pickles = ['xgboost', 'lightgbm', 'catboost'].map((name) => `doors/open-pickled-${name}.ts`);

const tools = ['compression', 'formats', 'frame', 'names', 'open', 'parquet', 'spark', 'text', 'values'];

export const builds: Readonly<Record<string, Build>> = {
  scoring: {
    doors: ['index.ts', ...formats.map((name) => `${name}.ts`), 'archive.ts', 'internal/*.ts'],
    inlined: ['@bufbuild/protobuf', 'hyparquet-compressors', 'fzstd', 'hysnappy'],
    fromRoot: ['LICENSE', 'NOTICE'],
    asTheyAre: [],
    groups: {
      early: ['doors/load.ts', 'archive.ts'],
      readers: { ...Object.fromEntries(formats.map((name) => [name, [`${name}.ts`]])), pickles },
      calls: ['doors/load.ts', 'doors/chain.ts'],
      tools: tools.map((name) => `internal/${name}.ts`),
    },
  },
  server: {
    doors: [
      'main.ts',
      'index.ts',
      'serving/container/native-threads/native-worker.ts',
      'serving/transform-job/chain/block-executors/chain-worker.ts',
    ],
    inlined: ['commander', 'kysely', 'yaml', 'zod'],
    fromRoot: ['LICENSE', 'NOTICE', 'README.md', 'SECURITY.md', 'CHANGELOG.md', 'docs', 'examples'],
    asTheyAre: ['serving/container/python/host'],
  },
};
