import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'catenary-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const compiler = join(root, 'node_modules/typescript/bin/tsc');
const plain = ['--composite', 'false', '--incremental', 'false', '--tsBuildInfoFile', 'null', '--removeComments'];
execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.scoring.json'), ...plain, '--outDir', folder]);

const doors = ['index', 'bundles', 'saved-pipelines'];

/** What every program has. */
const builtIn = new Set(
  'Array ArrayBufferLike Error Float32Array Float64Array Int32Array Map Omit Partial Pick Promise Readonly ReadonlyArray ReadonlyMap ReadonlySet Record Uint8Array'.split(
    ' ',
  ),
);

/** The declarations that a file makes, by name, each in one line. */
function declarations(path: string): Map<string, string> {
  const text = readFileSync(path, 'utf8');
  const parts = text
    .split(/^(?=export )/m)
    .filter((part) => /^export (declare )?(function|interface|type|class|const)/.test(part));
  return new Map(
    parts.map((part) => {
      const line = part
        .replaceAll(/\s+/g, ' ')
        .replace(/^export (declare )?/, '')
        .trim();
      return [/^(?:abstract )?\w+ (\w+)/.exec(line)?.[1] ?? line, line];
    }),
  );
}

/** Name of what a door exports -> its declaration. */
function exportsOf(door: string): Map<string, string> {
  const path = join(folder, 'scoring', `${door}.d.ts`);
  const lines = readFileSync(path, 'utf8').matchAll(/export (?:type )?\{([^}]+)\} from '([^']+)'/g);
  return new Map(
    [...lines].flatMap(([, names = '', from = '']) => {
      const made = declarations(resolve(dirname(path), from.replace(/\.ts$/, '.d.ts')));
      const list = names.split(',').map((name) => name.trim());
      return list.filter((name) => name !== '').map((name) => [name, made.get(name) ?? 'not found'] as const);
    }),
  );
}

/** Types that a declaration speaks of: names in capitals that are neither texts nor its own parameters. */
function typesIn(declaration: string): string[] {
  const own = [...declaration.matchAll(/<([A-Z]\w*)(?: extends [^>]*)?>\(/g)].map(([, name]) => name);
  const bare = declaration.replaceAll(/'[^']*'|"[^"]*"/g, '');
  return [...bare.matchAll(/(?<![\w.])[A-Z]\w*/g)].map(([name]) => name).filter((name) => !own.includes(name));
}

const declared = new Map(doors.map((door) => [door, exportsOf(door)]));

describe('the public types of the scoring library', () => {
  it.each(doors)('can all be named by who imports the door (%s)', (door) => {
    const names = declared.get(door) as Map<string, string>;
    const unnamed = [...names].flatMap(([name, declaration]) =>
      typesIn(declaration)
        .filter((type) => type !== name && !names.has(type) && !builtIn.has(type))
        .map((type) => `${name} speaks of ${type}`),
    );
    expect(unnamed).toEqual([]);
  });

  it('are those of the snapshot: a change of these is a change for others (vitest -u writes it)', async () => {
    const sorted = (names: Map<string, string>) => Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1)));
    const snapshot = Object.fromEntries([...declared].map(([door, names]) => [door, sorted(names)]));
    const missing = [...declared.values()].flatMap((names) => [...names].filter(([, line]) => line === 'not found'));
    expect(missing).toEqual([]);
    await expect(`${JSON.stringify(snapshot, null, 2)}\n`).toMatchFileSnapshot('../api-snapshot.json');
  });
});
