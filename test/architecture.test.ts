import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'packages/server/src');
const scoring = join(root, 'packages/scoring/src');

/** Floors of the server from top to bottom: a file may import from its own floor or a lower one. */
const floors = ['launch.ts', 'main.ts', 'index.ts', 'entry', 'operations', 'serving', 'platform', 'contract', 'util'];

/** Rooms of a floor that may know each other only downwards; rooms of one line are neighbours and do not know each other. */
const servingRooms = [
  ['processing', 'spark-transforms'],
  ['async-inference', 'monitoring'],
  ['transform-job', 'endpoint', 'spark-jobs'],
  ['invocation'],
  ['records'],
  ['container'],
];
/** Rooms of transform jobs; the loose files beside them know all of them. */
const jobRooms = [['control'], ['ledger'], ['outputs'], ['chain'], ['records'], ['plan']];
const scoringRooms = [
  ['internal'],
  ['doors'],
  ['open'],
  ['model-file'],
  ['sklearn', 'aws'],
  ['spark'],
  ['boosters', 'fasttext', 'faiss'],
  ['pickle'],
  ['formats'],
  ['kernels'],
  ['frame'],
  ['text'],
  ['math'],
  ['util'],
];

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const files = filesOf(src);
const scoringFiles = filesOf(scoring);

function importsOf(folder: string, file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string);
  return found.map((name) => (name.startsWith('.') ? relative(folder, resolve(folder, dirname(file), name)) : name));
}

/** The source of a door of the scoring library; undefined for what is none. */
function sourceOf(name: string): string | undefined {
  if (!/^@catenary\/scoring(\/|$)/.test(name)) return undefined;
  return join(scoring, `${name.slice('@catenary/scoring'.length + 1) || 'index'}.ts`);
}

/** Files and packages that a file needs to be loaded; not those that are imported when they are asked for. */
function neededBy(entry: string): { readonly files: string[]; readonly libraries: string[] } {
  const reached = new Set([join(src, entry)]);
  const libraries = new Set<string>();
  for (const file of reached) {
    const text = readFileSync(file, 'utf8');
    for (const [, what = '', name = ''] of text.matchAll(/^(?:import|export) ([^;]*?)from '([^']+)';/gm)) {
      const isTypeOnly = /^type |^\{( *type \w+,?)* *\} $/.test(what);
      if (isTypeOnly || name.startsWith('node:') || name.endsWith('.json')) continue;
      const source = name.startsWith('.') ? resolve(dirname(file), name) : sourceOf(name);
      if (source === undefined) libraries.add(name);
      else reached.add(source);
    }
  }
  return { files: [...reached], libraries: [...libraries].sort() };
}

/** Files that import each other in a circle, or are above one. */
function circles(folder: string, all: readonly string[]): string[] {
  const targets = new Map(all.map((file) => [file, importsOf(folder, file).filter((target) => all.includes(target))]));
  // Files that import nothing of what is left are taken away, over and over.
  for (let before = -1; before !== targets.size; ) {
    before = targets.size;
    for (const [file, names] of targets) if (!names.some((name) => targets.has(name))) targets.delete(file);
  }
  return [...targets.keys()];
}

/** Imports between rooms that do not point down. Files that stand in no room are doors, and go everywhere. */
function upward(edges: readonly Edge[], order: readonly string[][]): string[] {
  const level = (file: string) => order.findIndex((line) => line.includes(file.split('/')[0] as string));
  const wrong = edges.filter(({ file, target }) => {
    if (file.split('/')[0] === target.split('/')[0] || level(file) < 0 || level(target) < 0) return false;
    return level(target) <= level(file);
  });
  return wrong.map(({ file, target }) => `${file} -> ${target}`);
}

interface Edge {
  readonly file: string;
  readonly target: string;
}

const edgesOf = (folder: string, all: readonly string[]): Edge[] =>
  all.flatMap((file) => importsOf(folder, file).map((target) => ({ file, target })));

const edges = edgesOf(src, files);
const scoringEdges = edgesOf(scoring, scoringFiles);
const inside = edges.filter(({ target }) => floors.includes(target.split('/')[0] as string));
const floorOf = (file: string) => floors.indexOf(file.split('/')[0] as string);

describe('the server', () => {
  it('every file stands on a floor', () => {
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
  });

  it('imports point down', () => {
    const up = inside.filter(({ file, target }) => floorOf(target) < floorOf(file));
    expect(up.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('no files import each other in a circle', () => {
    expect(circles(src, files)).toEqual([]);
  });

  it('rooms of a floor know each other only downwards', () => {
    const serving = inside
      .filter(({ file, target }) => file.startsWith('serving/') && target.startsWith('serving/'))
      .map(({ file, target }) => ({ file: file.slice('serving/'.length), target: target.slice('serving/'.length) }));
    expect(upward(serving, servingRooms)).toEqual([]);
  });

  it('rooms of transform jobs know each other only downwards, and nothing above them', () => {
    const home = 'serving/transform-job/';
    const jobs = inside
      .filter(({ file, target }) => file.startsWith(home) && target.startsWith(home))
      .map(({ file, target }) => ({ file: file.slice(home.length), target: target.slice(home.length) }));
    expect(upward(jobs, jobRooms)).toEqual([]);
    const isRoom = (file: string) => jobRooms.some((line) => line.includes(file.split('/')[0] ?? ''));
    expect(jobs.filter(({ file, target }) => isRoom(file) && !isRoom(target))).toEqual([]);
  });

  it('has frames for rows, and none of the shapes that engines view them as', () => {
    const doors = scoringFiles.filter((file) => file.startsWith('internal/'));
    const shapes = /\b(Table|Matrix|MixedTable|FeatureRows|DenseRows|SparseRows|AssembledRows)\b/g;
    expect(doors.flatMap((file) => readFileSync(join(scoring, file), 'utf8').match(shapes) ?? [])).toEqual([]);
  });

  it('what a request of a transform job says is read by its plan alone', () => {
    const home = 'serving/transform-job/';
    const below = files.filter((file) => file.startsWith(home) && !file.startsWith(`${home}plan/`));
    const raw = below.filter((file) => importsOf(src, file).includes('serving/records/transform-request.ts'));
    expect(raw).toEqual([]);
    const named = /\b(TransformInput|TransformOutput|readBatchVariables)\b/;
    const readers = below.filter((file) =>
      named.test(readFileSync(join(src, file), 'utf8').replace(/\/\*.*?\*\//gs, '')),
    );
    expect(readers).toEqual([]);
  });

  it('knows the scoring library by its doors only, and needs every name of those that are there for it', () => {
    expect(edges.filter(({ target }) => target.startsWith('..'))).toEqual([]);
    const doors = edges.flatMap(({ target }) => sourceOf(target) ?? []);
    expect(doors.filter((door) => !existsSync(door))).toEqual([]);
    const text = files.map((file) => readFileSync(join(src, file), 'utf8')).join('\n');
    const words = new Set(text.match(/\w+/g));
    const unused = globSync('internal/*.ts', { cwd: scoring }).flatMap((door) => {
      const names = readFileSync(join(scoring, door), 'utf8').matchAll(/^export (?:type )?\{([^}]*)\}/gm);
      return [...names].flatMap(([, list = '']) => list.match(/\w+/g) ?? []).filter((name) => !words.has(name));
    });
    expect(unused).toEqual([]);
  });

  it('floors below serving know of the scoring library only how names are compared and values that may be missing', () => {
    const low = edges.filter(({ file }) => /^(platform|contract|util)\//.test(file));
    const known = low.filter(({ target }) => sourceOf(target) !== undefined);
    expect(known.filter(({ target }) => !/^@catenary\/scoring\/internal\/(names|values)$/.test(target))).toEqual([]);
  });

  it('each external client is imported in its own folders only', () => {
    const homes = {
      kysely: 'platform/',
      'node:sqlite': 'platform/',
      undici: ['serving/container/', 'entry/cli/load/'],
      pg: 'platform/store/postgres/',
      '@aws-sdk/client-s3': 'platform/storage/s3/',
    };
    const wrong = edges.filter(
      ({ file, target }) =>
        target in homes && ![homes[target as keyof typeof homes]].flat().some((home) => file.startsWith(home)),
    );
    expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('what the store holds is read and written by the record of its kind alone', () => {
    const above = files.filter((file) => /^(entry|operations|serving)\//.test(file));
    const statement = /\.(selectFrom|insertInto|updateTable|deleteFrom)\(/;
    const owners = above.filter((file) => statement.test(readFileSync(join(src, file), 'utf8')));
    const checkpoints = 'serving/transform-job/ledger/database-checkpoints.ts';
    expect(owners.filter((file) => !file.startsWith('serving/records/') && file !== checkpoints)).toEqual([]);
    const cast = above.filter((file) => /JSON\.parse\(.* as /.test(readFileSync(join(src, file), 'utf8')));
    expect(cast.filter((file) => !file.startsWith('entry/'))).toEqual([]);
  });

  it('clients that most servers do without are loaded when they are configured', () => {
    const statically = /^import (?!type )[^;]*? from '(pg|@aws-sdk\/[^']+)';/m;
    expect(files.filter((file) => statically.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  it('a command loads the libraries that it needs, and no others', () => {
    const libraries = {
      env: [],
      'score-rows': ['@bufbuild/protobuf/wire'],
      'score-model-file': [],
      score: ['pino'],
    };
    for (const [command, wanted] of Object.entries(libraries))
      expect(neededBy(`entry/cli/commands/${command}.ts`).libraries).toEqual(wanted);
  });

  it('a container of one library, and the thread of a job, load no reader of another', () => {
    const surfaces = ['xgboost/xgboost-container', 'sparkml/sparkml-container', 'first-party/first-party-loader'];
    const entries = [
      ...surfaces.map((name) => `serving/container/surfaces/${name}.ts`),
      'serving/transform-job/chain/block-executors/chain-worker.ts',
    ];
    const readerOfAll = join(scoring, 'model-file/open-scoring-model.ts');
    expect(entries.filter((entry) => neededBy(entry).files.includes(readerOfAll))).toEqual([]);
    expect(neededBy('entry/cli/open-single-model.ts').files).toContain(readerOfAll);
  });

  it('what is alive waits by the monotonic clock: a wall clock that jumps changes nothing', () => {
    // These compare with times of files, or log a duration.
    const allowed = ['serving/container/python/with-lock.ts', 'serving/container/python/python-environment.ts'];
    const wrong = files.filter((file) => file.startsWith('serving/') && !allowed.includes(file));
    expect(wrong.filter((file) => /\bDate\.now\b/.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });
});

describe('the scoring library', () => {
  it('every file stands in a room, or is a door or what all rooms share', () => {
    const known = new Set(scoringRooms.flat());
    const loose = scoringFiles.filter((file) => !known.has(file.split('/')[0] as string));
    const doors = ['index', 'xgboost', 'lightgbm', 'catboost', 'sklearn', 'fasttext', 'mleap', 'spark', 'archive'].map(
      (door) => `${door}.ts`,
    );
    const allowed = [...doors, 'model-files.ts', 'scorer.ts', 'scoring-error.ts', 'scoring-model.ts'];
    expect(loose.filter((file) => !allowed.includes(file))).toEqual([]);
  });

  it('rooms know each other only downwards', () => {
    expect(upward(scoringEdges, scoringRooms)).toEqual([]);
  });

  it('no files import each other in a circle', () => {
    expect(circles(scoring, scoringFiles)).toEqual([]);
  });

  it('no two folders beside each other import each other', () => {
    const pairs = new Set(
      scoringEdges.flatMap(({ file, target }) => {
        const [from, to] = [file.split('/'), target.split('/')];
        const at = from.findIndex((name, depth) => name !== to[depth]);
        if (!scoringFiles.includes(target) || at >= from.length - 1 || at >= to.length - 1) return [];
        return [`${from.slice(0, at + 1).join('/')} -> ${to.slice(0, at + 1).join('/')}`];
      }),
    );
    const mutual = [...pairs].filter((pair) => pairs.has(pair.split(' -> ').reverse().join(' -> ')));
    expect(mutual).toEqual([]);
  });

  it('imports only itself and small pure libraries', () => {
    const wrong = scoringEdges.filter(
      ({ target }) =>
        !scoringFiles.includes(target) && !/^(@bufbuild\/protobuf|hyparquet|fzstd$|hysnappy$)/.test(target),
    );
    expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });
});

describe('both packages', () => {
  const all = [...files.map((file) => join(src, file)), ...scoringFiles.map((file) => join(scoring, file))];

  it('the root installs what they take into their dist, for a checkout without what tests need', () => {
    const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, object>;
    const taken = ['scoring', 'server'].map((name) => read(`packages/${name}/package.json`).devDependencies);
    expect(read('package.json').dependencies).toEqual(Object.assign({}, ...taken));
  });

  it('no file is longer than 400 lines', () => {
    const long = all.filter((file) => readFileSync(file, 'utf8').split('\n').length > 400);
    expect(long).toEqual([]);
  });

  it('no file collects leftovers', () => {
    expect(all.filter((file) => /\/(utils?|helpers?|common|misc|manager)\.ts$/.test(file))).toEqual([]);
  });
});
