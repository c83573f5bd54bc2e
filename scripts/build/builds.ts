/** What of a package is published, and how. */
export interface Build {
  /** What the package offers, what a thread is started with, and what is loaded at once when it is first asked for: patterns below `src`. */
  readonly doors: readonly string[];
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

const formats = ['xgboost', 'lightgbm', 'catboost', 'sklearn', 'fasttext', 'mleap', 'spark'];

const pickles = ['xgboost', 'lightgbm', 'catboost'].map((name) => `doors/open-pickled-${name}.ts`);

const tools = ['compression', 'formats', 'frame', 'names', 'open', 'parquet', 'spark', 'text', 'values'];

const licences = ['LICENSE', 'NOTICE'];

const pages = ['README.md', 'SECURITY.md', 'CHANGELOG.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];

/** They are installed from where they lie: `pip install` of the folder. */
const pythonPackages = ['mleap', 'spark'].flatMap((name) =>
  ['README.md', 'pyproject.toml', 'src'].map((path) => `packages/${name}/${path}`),
);

export const builds: Readonly<Record<string, Build>> = {
  scoring: {
    doors: ['index.ts', ...formats.map((name) => `${name}.ts`), 'archive.ts', 'internal/*.ts'],
    fromRoot: licences,
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
      'launch.ts',
      'main.ts',
      'index.ts',
      'util/zod.ts',
      'serving/container/function/function-host.ts',
      'serving/container/native-threads/native-worker.ts',
      'serving/monitoring/thread/analysis-worker.ts',
      'serving/transform-job/chain/block-executors/chain-worker.ts',
      'serving/transform-job/chain/block-executors/function-chain-host.ts',
    ],
    fromRoot: [...licences, ...pages, 'docs', 'examples', 'packaging', 'bench/results', ...pythonPackages],
    asTheyAre: ['serving/container/python/host', 'serving/spark-jobs/driver'],
  },
};
