import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installLimitMs, installOnce } from './install-once.ts';
import { testCache } from './start-server.ts';

const run = promisify(execFile);

/**
 * The folder that a package of npm's registry is installed in, once per machine; undefined where it cannot be: tests skip then, by
 * name. `name`: with its version.
 */
export async function findNodePackage(name: string): Promise<string | undefined> {
  const directory = join(testCache, name.replaceAll(/[/@]/g, '_'));
  const install = () =>
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', directory, name], {
      timeout: installLimitMs,
    });
  return (await installOnce(directory, install)) ? directory : undefined;
}
