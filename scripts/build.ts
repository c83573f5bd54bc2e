/**
 * Makes `dist/`, what the package holds: declarations by the TypeScript compiler, and the code in few files. Loading
 * hundreds of small modules takes most of the time that a command needs to start.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');
const target = resolve(process.argv[2] ?? join(root, 'dist'));

/** What the package offers, and what a thread is started with. */
const doors = [
  'main.ts',
  'entry/start-server.ts',
  'scoring/index.ts',
  'scoring/bundles.ts',
  'scoring/saved-pipelines.ts',
  'serving/container/native-threads/native-worker.ts',
  'serving/transform-job/block-executors/chain-worker.ts',
];

/**
 * Packages of many small modules, of which little is used: their part becomes ours, with their licences beside it. The
 * others stay packages.
 */
const inlined = ['@bufbuild/protobuf', 'commander', 'kysely', 'yaml', 'zod'];

const isInlined = (id: string) => inlined.some((name) => id === name || id.startsWith(`${name}/`));

/** Where a module was before it became part of a larger file: what it finds beside itself stays where it is. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  transform: (code, id) =>
    code.replaceAll(/import\.meta\.(url|dirname)/g, (_, kind) => {
      const place = relative(source, kind === 'url' ? id.replace(/\.ts$/, '.js') : dirname(id));
      return `placeOf_${kind}(${JSON.stringify(place)})`;
    }),
  renderChunk: (code, { fileName }) =>
    code.replaceAll(/placeOf_(url|dirname)\("([^"]*)"\)/g, (_, kind, place) => {
      const path = JSON.stringify(`./${relative(dirname(fileName), place)}`);
      return kind === 'url' ? `new URL(${path}, import.meta.url).href` : `(import.meta.dirname + '/' + ${path})`;
    }),
};

rmSync(target, { recursive: true, force: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const declarations = ['-p', join(root, 'tsconfig.build.json'), '--emitDeclarationOnly', '--outDir', target];
execFileSync(process.execPath, [compiler, ...declarations], { stdio: 'inherit' });
const build = await rolldown({
  cwd: root,
  input: Object.fromEntries(doors.map((path) => [path.replace(/\.ts$/, ''), join(source, path)])),
  platform: 'node',
  plugins: [keepPlaces],
  external: (id) => !/^[./]/.test(id) && !isInlined(id),
});
await build.write({
  dir: target,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
});
await build.close();
cpSync(join(source, 'serving/container/python/host'), join(target, 'serving/container/python/host'), {
  recursive: true,
  filter: (path) => !path.includes('__pycache__'),
});
const licences = inlined.map((name) => `${name}\n\n${licenceOf(name)}`);
writeFileSync(join(target, 'THIRD-PARTY-LICENSES'), licences.join(`\n${'-'.repeat(80)}\n`));

/** The licence's text, or its name where the package has no file of it. */
function licenceOf(name: string): string {
  const folder = join(root, 'node_modules', name);
  if (existsSync(join(folder, 'LICENSE'))) return readFileSync(join(folder, 'LICENSE'), 'utf8');
  const { license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  return `${String(license)}; ${JSON.stringify(author ?? 'its authors')}\n`;
}
