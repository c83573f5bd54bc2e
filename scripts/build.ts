/**
 * Makes `dist/` of a package, which is what is published: declarations by the TypeScript compiler, and the code in few files.
 * Called by `npm pack`: `scripts/build.ts scoring` or `scripts/build.ts server`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { builds } from './build/builds.ts';
import { bundlePackage } from './build/bundle-package.ts';
import { licenceOf } from './build/licence-of.ts';

const root = resolve(import.meta.dirname, '..');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

const [name = '', mode] = process.argv.slice(2);
const build = builds[name];
if (build === undefined) throw new Error(`There is no package "${name}"; there are ${Object.keys(builds).join(', ')}.`);
const { fromRoot, asTheyAre } = build;
const folder = join(root, 'packages', name);
const source = join(folder, 'src');
const target = join(folder, 'dist');
if (mode === '--clean') clean();
else await make();

/** Takes away again what stood at the root and was copied to be packed. */
function clean(): void {
  const tops = fromRoot.map((path) => path.split('/', 1)[0] ?? path);
  for (const top of tops) rmSync(join(folder, top), { recursive: true, force: true });
}

async function make(): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  declare();
  const inlined = await bundlePackage(name, target);
  for (const path of asTheyAre)
    cpSync(join(source, path), join(target, path), {
      recursive: true,
      filter: (file) => !file.includes('__pycache__'),
    });
  for (const path of fromRoot) cpSync(join(root, path), join(folder, path), { recursive: true });
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES'), inlined.map(licenceOf).join(`\n${'-'.repeat(80)}\n`));
}

/** Declarations. Those of the packages that this one needs have to be there for the compiler. */
function declare(): void {
  const run = (...words: string[]) => execFileSync(process.execPath, [compiler, ...words], { stdio: 'inherit' });
  if (name === 'server') run('-b', join(root, 'packages/scoring'));
  const alone = ['--composite', 'false', '--incremental', 'false', '--tsBuildInfoFile', 'null'];
  run('-p', folder, ...alone, '--outDir', target);
}
