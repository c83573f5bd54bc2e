import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Packs packages of this repository as they would be published. Gives the archives, by name; they stand in `folder`. */
export function packPackages(folder: string, names: readonly string[]): Map<string, string> {
  const workspaces = names.flatMap((name) => ['-w', name]);
  const words = ['pack', ...workspaces, '--pack-destination', folder, '--json', '--loglevel', 'error'];
  // Tests that pack at once take turns: packing makes `dist/` where it stands.
  const turns = 'command -v flock >/dev/null && exec flock .tools/pack.lock npm "$@"; exec npm "$@"';
  const printed = execFileSync('sh', ['-c', turns, 'npm', ...words], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  // What the scripts print before packing stands ahead of the list.
  const packed = JSON.parse(printed.slice(printed.search(/^[[{]$/m))) as Record<string, Packed> | Packed[];
  return new Map(Object.values(packed).map(({ name, filename }) => [name, join(folder, filename)]));
}

/**
 * Puts packages into `folder/node_modules` as `npm install` of their archives would, with what they depend on from this checkout:
 * no registry is asked. Gives the names of all that is installed then.
 */
export function installPackages(folder: string, archives: ReadonlyMap<string, string>): string[] {
  for (const [name, archive] of archives) {
    const place = join(folder, 'node_modules', name);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    execFileSync('tar', ['-xzf', archive, '--strip-components=1', '-C', place]);
  }
  return installDependencies(folder, [...archives.keys()]);
}

interface Packed {
  readonly name: string;
  readonly filename: string;
}

/** Packages that those of `folder` depend on, and these on, and so on. */
function installDependencies(folder: string, names: readonly string[]): string[] {
  const installed = new Set(names);
  for (const name of installed) {
    const place = join(folder, 'node_modules', name);
    if (!names.includes(name)) {
      mkdirSync(dirname(place), { recursive: true });
      cpSync(join(root, 'node_modules', name), place, { recursive: true });
    }
    const { dependencies = {} } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
      dependencies?: Readonly<Record<string, string>>;
    };
    for (const needed of Object.keys(dependencies)) installed.add(needed);
  }
  return [...installed];
}
