import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Podman as it works where the tests run, without a registry: as root, in this machine's network, under limits that a machine may
 * lower but not raise. Its base images are made from Debian's packages, once.
 */
const limits = ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'];
const debian = 'localhost/catenary-test-debian';
const withNode = 'localhost/catenary-test-node';

/** Variants of Podman: runc where crun does not know the machine's control groups. */
const variants = [['podman'], ['podman', '--runtime', 'runc']];

export interface Podman {
  /** Gives what it printed; throws with what it said was wrong. */
  run(...words: readonly string[]): string;
  /** Builds an image of a folder with a Containerfile, on base images that are here. */
  build(folder: string, ...words: readonly string[]): void;
  /** The start of a container's command line: `run`, network and limits. */
  readonly runWords: readonly string[];
}

/** Undefined where images cannot be built and run here: tests skip then, by name. */
export function findPodman(): Podman | undefined {
  if (process.getuid?.() !== 0 || !has('podman') || !(has('debootstrap') || isThere(debian))) return undefined;
  try {
    if (!isThere(debian)) makeDebian();
    const words = variants.find(([program = '', ...rest]) => {
      const trial = [...rest, 'run', '--rm', '--network', 'host', ...limits, debian, 'true'];
      return spawnSync(program, trial).status === 0;
    });
    return words === undefined ? undefined : podman(words);
  } catch {
    return undefined;
  }
}

function podman([program = '', ...rest]: readonly string[]): Podman {
  const run = (...words: readonly string[]) =>
    execFileSync(program, [...rest, ...words], { encoding: 'utf8', stdio: 'pipe' });
  if (!isThere(withNode)) makeNode(run);
  const bases = ['--build-arg', `NODE_IMAGE=${withNode}`, '--build-arg', `BASE_IMAGE=${debian}`];
  return {
    run,
    build: (folder, ...words) => run('build', ...buildWords, ...bases, ...words, folder),
    runWords: ['run', '--network', 'host', ...limits],
  };
}

const buildWords = ['--format', 'docker', '--isolation', 'chroot', '--network', 'host', ...limits];

const has = (program: string) => spawnSync(program, ['--version']).error === undefined;

const isThere = (image: string) => spawnSync('podman', ['image', 'exists', image]).status === 0;

/** What `debian:bookworm-slim` is: the smallest Debian, without documents. */
function makeDebian(): void {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-debian-'));
  const place = join(folder, 'root');
  try {
    const words = ['--variant=minbase', '--include=ca-certificates', 'bookworm', place];
    execFileSync('debootstrap', words, { stdio: 'pipe', timeout: 400_000 });
    for (const path of ['var/lib/apt/lists', 'var/cache/apt', 'usr/share/doc', 'usr/share/locale', 'usr/share/man'])
      rmSync(join(place, path), { recursive: true, force: true });
    execFileSync('tar', ['-C', place, '-cf', join(folder, 'root.tar'), '.']);
    execFileSync('podman', ['import', join(folder, 'root.tar'), debian], { stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `node:slim` is: Node and npm, of this machine, which find the registry as this machine does. */
function makeNode(run: Podman['run']): void {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-node-'));
  try {
    const npm = realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim());
    cpSync(realpathSync(process.execPath), join(folder, 'node'));
    cpSync(join(npm, '../..'), join(folder, 'npm'), { recursive: true });
    mkdirSync(join(folder, 'certificates'));
    cpSync('/etc/ssl/certs/ca-certificates.crt', join(folder, 'certificates/all.crt'));
    writeFileSync(
      join(folder, 'Containerfile'),
      `FROM ${debian}
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/npm
COPY certificates /certificates
ENV NODE_EXTRA_CA_CERTS=/certificates/all.crt npm_config_cafile=/certificates/all.crt
RUN apt-get update && apt-get install --yes --no-install-recommends libatomic1
RUN ln -s ../lib/npm/bin/npm-cli.js /usr/local/bin/npm
`,
    );
    run('build', ...buildWords, '--tag', withNode, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
