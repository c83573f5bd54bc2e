/**
 * Makes `dist/` of a package, which is what is published: declarations by the TypeScript compiler, and the code in few files.
 * Loading hundreds of small modules takes most of the time that a command needs to start. Called by `npm pack`:
 * `scripts/build.ts scoring` or `scripts/build.ts server`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

const root = resolve(import.meta.dirname, '..');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

interface Build {
  /** What the package offers, and what a thread is started with. */
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
}

const builds: Readonly<Record<string, Build>> = {
  scoring: {
    doors: [
      'index.ts',
      'xgboost.ts',
      'lightgbm.ts',
      'catboost.ts',
      'sklearn.ts',
      'mleap.ts',
      'spark.ts',
      'archive.ts',
      'internal/*.ts',
    ],
    inlined: ['@bufbuild/protobuf', 'hyparquet-compressors', 'fzstd', 'hysnappy'],
    fromRoot: ['LICENSE', 'NOTICE'],
    asTheyAre: [],
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

const [name = '', mode] = process.argv.slice(2);
const build = builds[name];
if (build === undefined) throw new Error(`There is no package "${name}"; there are ${Object.keys(builds).join(', ')}.`);
const folder = join(root, 'packages', name);
const source = join(folder, 'src');
const target = join(folder, 'dist');
if (mode === '--clean') clean();
else await make(build);

/** Takes away again what stood at the root and was copied to be packed. */
function clean(): void {
  for (const path of build?.fromRoot ?? []) rmSync(join(folder, path), { recursive: true, force: true });
}

async function make({ doors, inlined, fromRoot, asTheyAre }: Build): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  declare();
  await bundle(
    doors.flatMap((pattern) => globSync(pattern, { cwd: source })),
    inlined,
  );
  for (const path of asTheyAre)
    cpSync(join(source, path), join(target, path), {
      recursive: true,
      filter: (file) => !file.includes('__pycache__'),
    });
  for (const path of fromRoot) cpSync(join(root, path), join(folder, path), { recursive: true });
  const licences = inlined.map((package_) => `${package_}\n\n${licenceOf(package_)}`);
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES'), licences.join(`\n${'-'.repeat(80)}\n`));
}

/** Declarations. Those of the packages that this one needs have to be there for the compiler. */
function declare(): void {
  const run = (...words: string[]) => execFileSync(process.execPath, [compiler, ...words], { stdio: 'inherit' });
  if (name === 'server') run('-b', join(root, 'packages/scoring'));
  const alone = ['--composite', 'false', '--incremental', 'false', '--tsBuildInfoFile', 'null'];
  run('-p', folder, ...alone, '--outDir', target);
}

/** Where a module was before it became part of a larger file: what it finds beside itself stays where it is. */
function keepPlaces(): Plugin {
  return {
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
}

async function bundle(doors: readonly string[], inlined: readonly string[]): Promise<void> {
  const isInlined = (id: string) => inlined.some((package_) => id === package_ || id.startsWith(`${package_}/`));
  const bundler = await rolldown({
    cwd: root,
    input: Object.fromEntries(doors.map((path) => [path.replace(/\.ts$/, ''), join(source, path)])),
    platform: 'node',
    plugins: [keepPlaces()],
    external: (id) => !/^[./]/.test(id) && !isInlined(id),
  });
  await bundler.write({
    dir: target,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await bundler.close();
}

/** The licence's text, or its name where the package has no file of it. */
function licenceOf(package_: string): string {
  const place = join(root, 'node_modules', package_);
  if (existsSync(join(place, 'LICENSE'))) return readFileSync(join(place, 'LICENSE'), 'utf8');
  const { license, author } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Record<string, unknown>;
  return `${String(license)}; ${JSON.stringify(author ?? 'its authors')}\n`;
}
