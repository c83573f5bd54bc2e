/**
 * Adds to package-lock.json the platform packages (`@biomejs/cli-win32-x64` ...) that npm left out because the registry
 * it asked does not carry them: `npm ci` refuses a lock file without them even where they would not be installed.
 * Run after each change of dependencies: `sh scripts/with-node.sh scripts/complete-lock.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockEntry {
  version?: string;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  dev?: boolean;
  optional?: boolean;
  resolved?: string;
  /** A package of this repository: `resolved` is its folder. */
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}

const path = 'package-lock.json';
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, LockEntry> };
const systems = /(android|darwin|freebsd|linux|openharmony|win32)/;
const processors = /(arm64|arm|x64|ppc64|riscv64|s390x|ia32)/;

for (const entry of Object.values(lock.packages)) {
  if (entry.link !== true) delete entry.resolved; // each machine asks its own registry; the integrity hash is what is pinned
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const os = systems.exec(name)?.[1];
    const cpu = processors.exec(name)?.[1];
    if (lock.packages[`node_modules/${name}`] !== undefined || os === undefined || cpu === undefined) continue;
    const libc = name.includes('musl') ? { libc: ['musl'] } : {};
    const dev = entry.dev === true ? { dev: true } : {};
    lock.packages[`node_modules/${name}`] = { version, cpu: [cpu], os: [os], ...libc, ...dev, optional: true };
  }
}
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
