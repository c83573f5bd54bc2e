import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

/** Floors from top to bottom: a file may import from its own floor or a lower one. */
const floors = ['main.ts', 'entry', 'operations', 'serving', 'scoring', 'platform', 'contract', 'util'];

/**
 * Rooms of a floor that may know each other only downwards; rooms of one line are neighbours and do not know each
 * other.
 */
const rooms: Record<string, string[][]> = {
  serving: [['transform-job', 'endpoint'], ['invocation'], ['container']],
  scoring: [
    ['first-party'],
    ['sklearn'],
    ['mleap', 'saved-pipeline', 'xgboost', 'lightgbm', 'catboost'],
    ['pickle', 'spark-ml'],
    ['tree', 'linear', 'codec', 'parquet'],
    ['kernels'],
    ['math'],
    ['frame'],
  ],
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string);
  return found.map((name) => (name.startsWith('.') ? relative(src, resolve(src, dirname(file), name)) : name));
}

/** Packages that a file and what it imports need to be loaded; not those that are imported when they are asked for. */
function librariesOf(entry: string): string[] {
  const reached = new Set([entry]);
  const libraries = new Set<string>();
  for (const file of reached) {
    const text = readFileSync(join(src, file), 'utf8');
    for (const [, what = '', name = ''] of text.matchAll(/^(?:import|export) ([^;]*?)from '([^']+)';/gm)) {
      const isTypeOnly = /^type |^\{( *type \w+,?)* *\} $/.test(what);
      if (isTypeOnly || name.startsWith('node:') || name.endsWith('.json')) continue;
      if (name.startsWith('.')) reached.add(relative(src, resolve(src, dirname(file), name)));
      else libraries.add(name);
    }
  }
  return [...libraries].sort();
}

const edges = files.flatMap((file) => importsOf(file).map((target) => ({ file, target })));
const inside = edges.filter(({ target }) => floors.includes(target.split('/')[0] as string));
const floorOf = (file: string) => floors.indexOf(file.split('/')[0] as string);

describe('architecture', () => {
  it('every file stands on a floor', () => {
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
  });

  it('imports point down', () => {
    const up = inside.filter(({ file, target }) => floorOf(target) < floorOf(file));
    expect(up.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('no files import each other in a circle', () => {
    const targets = new Map(files.map((file) => [file, importsOf(file).filter((target) => files.includes(target))]));
    // Files that import nothing of what is left are taken away, over and over: what cannot be taken away is in a circle or above one.
    for (let before = -1; before !== targets.size; ) {
      before = targets.size;
      for (const [file, names] of targets) if (!names.some((name) => targets.has(name))) targets.delete(file);
    }
    expect([...targets.keys()]).toEqual([]);
  });

  it('rooms of a floor know each other only downwards', () => {
    const wrong: string[] = [];
    for (const { file, target } of inside) {
      const [floor, room] = file.split('/') as [string, string];
      const [targetFloor, targetRoom] = target.split('/') as [string, string];
      const order = rooms[floor];
      if (floor !== targetFloor || order === undefined || room === targetRoom) continue;
      const level = (name: string) => order.findIndex((line) => line.includes(name));
      if (level(room) < 0 || level(targetRoom) < 0) continue; // loose files of the floor are its doors
      if (level(targetRoom) <= level(room)) wrong.push(`${file} -> ${target}`);
    }
    expect(wrong).toEqual([]);
  });

  it('scoring imports only itself and small pure libraries', () => {
    const allowed = /^(scoring\/|util\/(own|nearest-word)\.ts$|@bufbuild\/protobuf|hyparquet)/;
    const wrong = edges.filter(({ file, target }) => file.startsWith('scoring/') && !allowed.test(target));
    expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('each external client is imported in one folder only', () => {
    const homes = {
      kysely: 'platform/',
      'node:sqlite': 'platform/',
      undici: 'serving/container/',
      pg: 'platform/store/postgres/',
      '@aws-sdk/client-s3': 'platform/storage/s3/',
    };
    const wrong = edges.filter(
      ({ file, target }) => target in homes && !file.startsWith(homes[target as keyof typeof homes]),
    );
    expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('clients that most servers do without are loaded when they are configured', () => {
    const statically = /^import (?!type )[^;]*? from '(pg|@aws-sdk\/[^']+)';/m;
    expect(files.filter((file) => statically.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  it('a command loads the libraries that it needs, and no others', () => {
    const libraries = {
      env: [],
      'score-rows': ['@bufbuild/protobuf/wire'],
      'score-model-file': ['@bufbuild/protobuf/wire'],
      score: ['pino'],
    };
    for (const [command, wanted] of Object.entries(libraries))
      expect(librariesOf(`entry/cli/commands/${command}.ts`)).toEqual(wanted);
  });

  it('what is alive waits by the monotonic clock: a wall clock that jumps changes nothing', () => {
    // These compare with times of files, or log a duration.
    const allowed = ['serving/container/python/environment-lock.ts', 'serving/container/python/python-environment.ts'];
    const wrong = files.filter((file) => file.startsWith('serving/') && !allowed.includes(file));
    expect(wrong.filter((file) => /\bDate\.now\b/.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  it('no file is longer than 400 lines', () => {
    const long = files.filter((file) => readFileSync(join(src, file), 'utf8').split('\n').length > 400);
    expect(long).toEqual([]);
  });

  it('no file collects leftovers', () => {
    expect(files.filter((file) => /\/(utils?|helpers?|common|misc|manager)\.ts$/.test(file))).toEqual([]);
  });
});
