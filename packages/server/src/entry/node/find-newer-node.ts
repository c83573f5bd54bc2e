import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { needsOtherNode } from './needs-other-node.ts';

/** The first Node on PATH that is new enough; undefined where there is none. */
export function findNewerNode(path: string): string | undefined {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const places = path.split(delimiter).filter((folder) => folder !== '');
  return places.map((folder) => join(folder, name)).find(isNewEnough);
}

/** Whether a program is there, says its version, and is new enough. */
export function isNewEnough(program: string): boolean {
  try {
    const said = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: 'pipe', timeout: 10_000 });
    return !needsOtherNode(said.trim());
  } catch {
    return false;
  }
}
