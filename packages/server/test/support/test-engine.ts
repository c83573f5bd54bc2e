import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Images need an engine: Debian's `podman` and `runc`, by the superuser. Tests are skipped by name without. */
export const hasPodman =
  process.getuid?.() === 0 && spawnSync('podman', ['--version']).status === 0 && spawnSync('runc', ['-v']).status === 0;

/** Limits without which runc refuses in a machine that is itself limited. */
export const testLimits = { nofile: 1024, nproc: 1000 };

/** An engine of its own socket, and an image made of this machine's own files, which needs no registry. */
export class TestEngine {
  readonly image = `localhost/catenary-test-${process.pid}:1`;
  readonly socket: string;
  readonly #folder: string;
  readonly #service: ChildProcess;

  private constructor(folder: string) {
    this.#folder = folder;
    this.socket = join(folder, 'engine.sock');
    const words = ['--runtime', 'runc', 'system', 'service', '--time', '0', `unix://${this.socket}`];
    // The engine marks a container that ran out of memory by a file in its working folder.
    this.#service = spawn('podman', words, { stdio: 'ignore', cwd: folder });
  }

  static async start(): Promise<TestEngine> {
    const engine = new TestEngine(mkdtempSync(join(tmpdir(), 'catenary-engine-')));
    for (let tries = 0; !existsSync(engine.socket) && tries < 200; tries++) await delay(50);
    engine.#makeImage();
    return engine;
  }

  /** Node, the libraries that it is linked to, and the container of the other tests. */
  #makeImage(): void {
    const root = join(this.#folder, 'root');
    const put = (from: string, to: string) => {
      mkdirSync(dirname(join(root, to)), { recursive: true });
      copyFileSync(from, join(root, to));
    };
    put(process.execPath, '/bin/node');
    const linked = execFileSync('ldd', [process.execPath]).toString();
    for (const [path] of linked.matchAll(/\/\S+/g)) put(path, path);
    put(resolve(import.meta.dirname, '../suites/doubling-container.mjs'), '/app/container.mjs');
    mkdirSync(join(root, 'tmp'));
    const tar = join(this.#folder, 'image.tar');
    execFileSync('tar', ['-C', root, '-cf', tar, '.']);
    const change = (text: string) => ['--change', text];
    const label = 'LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true';
    const options = [
      ...change(label),
      ...change('ENTRYPOINT ["/bin/node", "/app/container.mjs"]'),
      ...change('ENV LISTEN_ON=0.0.0.0'),
    ];
    execFileSync('podman', ['import', ...options, tar, this.image], { stdio: 'pipe' });
    const hosting = change('LABEL com.amazonaws.sagemaker.capabilities.multi-models=true');
    execFileSync('podman', ['import', ...options, ...hosting, tar, this.hostImage], { stdio: 'pipe' });
    // The same without a program of its own.
    execFileSync('podman', ['import', tar, this.bareImage], { stdio: 'pipe' });
    rmSync(root, { recursive: true });
    rmSync(tar);
  }

  /** An image of Python, as this machine has it, with a program that is its command. */
  addPythonImage(program: string): string {
    const tag = this.addedImage;
    const root = join(this.#folder, 'python');
    const put = (path: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      copyFileSync(path, join(root, path));
    };
    const ask = (code: string) => execFileSync('/usr/bin/python3', ['-c', code]).toString().trim();
    const library = ask('import os; print(os.path.dirname(os.__file__))');
    const kept = (path: string) => !/\/(?:test|dist-packages|config-[^/]*|__pycache__)$/.test(path);
    cpSync(library, join(root, library), { recursive: true, filter: kept });
    put('/usr/bin/python3');
    const extensions = readdirSync(join(library, 'lib-dynload')).map((name) => join(library, 'lib-dynload', name));
    const linked = execFileSync('ldd', ['/usr/bin/python3', ...extensions]).toString();
    for (const path of new Set([...linked.matchAll(/\/\S+(?= \()/g)].map(([found]) => found))) put(path);
    copyFileSync(program, join(root, 'probe.py'));
    mkdirSync(join(root, 'tmp'));
    const tar = join(this.#folder, 'python.tar');
    execFileSync('tar', ['-C', root, '-cf', tar, '.']);
    const words = ['--change', 'ENTRYPOINT ["/usr/bin/python3", "/probe.py"]', '--change', 'ENV LISTEN_ON=0.0.0.0'];
    execFileSync('podman', ['import', ...words, tar, tag], { stdio: 'pipe' });
    rmSync(root, { recursive: true });
    rmSync(tar);
    return tag;
  }

  /** What `addPythonImage` made. */
  get addedImage(): string {
    return this.image.replace('-test-', '-python-');
  }

  /** Says that it loads models itself. */
  get hostImage(): string {
    return this.image.replace('-test-', '-host-');
  }

  get bareImage(): string {
    return this.image.replace('-test-', '-bare-');
  }

  /** Ids of containers with a label. */
  containers(label: string): string[] {
    const words = ['ps', '-a', '-q', '--filter', `label=${label}`];
    return execFileSync('podman', words)
      .toString()
      .split('\n')
      .filter((id) => id !== '');
  }

  /** What the engine says that a container may take. */
  limits(id: string) {
    const format = '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}';
    const said = execFileSync('podman', ['inspect', '--format', format, id]).toString();
    const [memory, nanoCpus, pids] = said.split(' ').map(Number) as [number, number, number];
    return { memory, cpus: nanoCpus / 1e9, pids };
  }

  stop(): void {
    spawnSync('podman', ['rmi', '-f', this.image, this.hostImage, this.bareImage, this.addedImage]);
    this.#service.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
