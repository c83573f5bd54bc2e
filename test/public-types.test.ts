import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const compiler = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-b', join(root, 'packages/server')]);

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, { readonly source: string }>>;
}

/** Every door of both packages, by the name that it is imported by, to its declarations. */
const doors = new Map(
  ['scoring', 'server'].flatMap((folder) => {
    const { name, exports } = JSON.parse(
      readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'),
    ) as Manifest;
    const below = join(root, 'packages', folder, 'src');
    return Object.entries(exports).flatMap(([door, { source }]) =>
      globSync(source.replace('./src/', ''), { cwd: below }).map((file) => {
        const inner = file.replace(/^.*\/|\.ts$/g, '');
        const path = join(root, '.tools/types', folder, file.replace(/\.ts$/, '.d.ts'));
        return [door.replace(/^\./, name).replace('*', inner), path] as const;
      }),
    );
  }),
);
/** Those that a user may rely on. */
const publicDoors = [...doors.keys()].filter((door) => !door.includes('/internal/'));

/** What every program has. */
const builtIn = new Set(
  'Array ArrayBuffer ArrayBufferLike Error Float32Array Float64Array Int32Array Map Omit Partial Pick Promise Readonly ReadonlyArray ReadonlyMap ReadonlySet Record Uint8Array'.split(
    ' ',
  ),
);

/** Parts of what is derived from the table of options: their names are those of docs/configuration.md. */
const derived = new Set(['Name', 'OptionName', 'ValueOf']);

/** The declarations that a file makes, by name, each in one line. */
function declarations(path: string): Map<string, string> {
  const text = readFileSync(path, 'utf8').replaceAll(/\/\*[^]*?\*\/|^export \{\};$/gm, '');
  const parts = text
    .split(/^(?=(?:export|import|interface|declare|type) )/m)
    .filter((part) => /^export (declare )?(abstract )?(function|interface|type|class|const) \w/.test(part));
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
function exportsOf(path: string): Map<string, string> {
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
  const own = [...declaration.matchAll(/<([A-Z]\w*)(?: extends [^>]*)?>[({ ]/g)].map(([, name]) => name);
  const bare = declaration.replaceAll(/'[^']*'|"[^"]*"|\bNodeJS\.\w+|\bSymbol\.dispose\b/g, '');
  return [...bare.matchAll(/(?<![\w.])[A-Z]\w*/g)].map(([name]) => name).filter((name) => !own.includes(name));
}

const declared = new Map([...doors].map(([door, path]) => [door, exportsOf(path)]));

describe('the public types of both packages', () => {
  it.each(publicDoors)('can all be named by who imports %s', (door) => {
    const names = declared.get(door) as Map<string, string>;
    const unnamed = [...names].flatMap(([name, declaration]) =>
      typesIn(declaration)
        .filter((type) => type !== name && !names.has(type) && !builtIn.has(type))
        .filter((type) => door !== 'catenary' || !derived.has(type))
        .map((type) => `${name} speaks of ${type}`),
    );
    expect(unnamed).toEqual([]);
  });

  it('are those of the snapshot: a change of these is a change for others (vitest -u writes it)', async () => {
    const sorted = (names: Map<string, string>) => Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1)));
    const snapshot = Object.fromEntries([...declared].map(([door, names]) => [door, sorted(names)]));
    const missing = [...declared.values()].flatMap((names) => [...names].filter(([, line]) => line === 'not found'));
    expect(missing).toEqual([]);
    await expect(`${JSON.stringify(snapshot, null, 2)}\n`).toMatchFileSnapshot('api-snapshot.json');
  });
});
