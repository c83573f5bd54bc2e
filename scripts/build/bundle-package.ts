import { globSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { type ChunkingContext, type CodeSplittingOptions, type Plugin, rolldown } from 'rolldown';
import { builds, type ModuleGroups } from './builds.ts';
import { groupModules } from './group-modules.ts';
import { readManifest } from './read-manifest.ts';

const root = resolve(import.meta.dirname, '../..');

/**
 * Writes the code of a package as it is published, in few files. Loading hundreds of small modules takes most of the time of a start.
 * What a package names as its dependencies stays what it is; of every other package that is used, the part that is used becomes
 * ours: three packages are installed in seconds, where eighty take a minute. Gives their folders.
 */
export async function bundlePackage(name: string, target: string): Promise<string[]> {
  const build = builds[name];
  if (build === undefined)
    throw new Error(`There is no package "${name}"; there are ${Object.keys(builds).join(', ')}.`);
  const { doors, groups } = build;
  const source = join(root, 'packages', name, 'src');
  const { dependencies = {}, peerDependencies = {} } = readManifest(dirname(source));
  const apart = [...builtinModules, ...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  const files = doors.flatMap((pattern) => globSync(pattern, { cwd: source }));
  const bundler = await rolldown({
    cwd: root,
    input: Object.fromEntries(files.map((path) => [path.replace(/\.ts$/, ''), join(source, path)])),
    platform: 'node',
    plugins: [keepPlaces(source)],
    external: (id) => id.startsWith('node:') || apart.some((other) => id === other || id.startsWith(`${other}/`)),
    preserveEntrySignatures: 'allow-extension',
  });
  const { output } = await bundler.write({
    dir: target,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: groups === undefined ? true : splitting(source, groups),
  });
  await bundler.close();
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  return [...new Set(modules.flatMap(packageFolderOf))].sort();
}

/** The folder of the package that a module is of; none for a module of ours. */
function packageFolderOf(module: string): string[] {
  const [place] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module) ?? [];
  return place === undefined ? [] : [place];
}

/** Where a module was before it became part of a larger file: what it finds beside itself stays where it is. */
function keepPlaces(source: string): Plugin {
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

function splitting(source: string, groups: ModuleGroups): CodeSplittingOptions {
  let files: ReadonlyMap<string, string> | undefined;
  const nameOf = (id: string, context: ChunkingContext) => {
    files ??= groupModules(source, groups, (path) => context.getModuleInfo(path));
    return files.get(id);
  };
  return { groups: [{ name: nameOf, debugName: 'by readers' }], includeDependenciesRecursively: false };
}
