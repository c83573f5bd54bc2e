import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, of so many bytes: what is written over them meets a disk that is really full. */
export interface SmallDisk {
  readonly path: string;
  /** Bytes that a file may still have. */
  free(): number;
  close(): void;
}

/** Undefined where this process may not mount: tests skip then, by name. */
export function mountSmallDisk(bytes: number, mode: 'writable' | 'read-only' = 'writable'): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'catenary-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},${mode === 'writable' ? 'rw' : 'ro'}`, 'tmpfs', path], {
      stdio: 'ignore',
    });
  } catch {
    rmSync(path, { recursive: true, force: true });
    return undefined;
  }
  return {
    path,
    free() {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize;
    },
    close() {
      // Lazily: a process that is being killed may still have a file open.
      execFileSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
