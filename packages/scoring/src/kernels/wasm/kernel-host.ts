import { ScoringError } from '../../scoring-error.ts';
import { KernelScope } from './kernel-scope.ts';
import { MemoryViews } from './memory-views.ts';
import { webAssembly } from './web-assembly.ts';

const PAGE_BYTES = 65_536;

/** Kernels with more are left to the plain loop. WebAssembly could address twice as many, but addresses are read as signed. */
const MAX_BYTES = 2 ** 31;

/** A module that is generated when it is first needed. Modules of other bytes have other names. */
export interface KernelModule {
  readonly name: string;
  readonly generate: () => Uint8Array;
}

type Memory = InstanceType<NonNullable<typeof webAssembly>['Memory']>;

/**
 * Each module is compiled once for a process. Undefined for one that was refused: an engine without vector instructions, or a
 * page whose Content-Security-Policy does not allow WebAssembly, will refuse it the next time too.
 */
const compiled = new Map<string, object | undefined>();

/** A module at work, with a memory of its own. */
export class KernelHost<Functions> {
  /** The exports of the module. */
  readonly functions: Functions;
  readonly #memory: Memory;
  #views: MemoryViews;

  /**
   * The module with a memory of at least so many bytes, all of them 0. Undefined where the engine has none for it, which the
   * callers answer with the plain loop, to the same bits: without WebAssembly at all (`--jitless`), for a module that is
   * refused, and where a process has no addresses left for another memory. Each takes gigabytes of them, so there are some thousands.
   */
  static open<Functions>(module: KernelModule, bytes: number): KernelHost<Functions> | undefined {
    const choice = KernelScope.current?.choice;
    if (choice === 'plain') return undefined;
    const host = KernelHost.#tryToOpen<Functions>(module, bytes);
    if (host !== undefined || choice !== 'wasm') return host;
    throw new ScoringError(
      'unsupported_model',
      `This engine has no WebAssembly for ${module.name}; load the model with the option engine: 'auto'.`,
    );
  }

  static #tryToOpen<Functions>(module: KernelModule, bytes: number): KernelHost<Functions> | undefined {
    if (webAssembly === undefined || bytes > MAX_BYTES) return undefined;
    const code = compile(webAssembly, module);
    if (code === undefined) return undefined;
    try {
      const memory = new webAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
      const { exports } = new webAssembly.Instance(code, { kernel: { memory } });
      return new KernelHost(exports as Functions, memory);
    } catch {
      return undefined;
    }
  }

  private constructor(functions: Functions, memory: Memory) {
    this.functions = functions;
    this.#memory = memory;
    this.#views = new MemoryViews(memory.buffer);
  }

  /** Until the memory grows. */
  get views(): MemoryViews {
    return this.#views;
  }

  /** Sees to it that there are so many bytes; false if the engine has not as many. Other views than before then. */
  grow(bytes: number): boolean {
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing <= 0) return true;
    try {
      this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    } catch {
      return false;
    }
    this.#views = new MemoryViews(this.#memory.buffer);
    return true;
  }
}

function compile(wasm: NonNullable<typeof webAssembly>, { name, generate }: KernelModule): object | undefined {
  if (!compiled.has(name)) compiled.set(name, tryToCompile(wasm, generate()));
  return compiled.get(name);
}

function tryToCompile(wasm: NonNullable<typeof webAssembly>, bytes: Uint8Array): object | undefined {
  try {
    return new wasm.Module(bytes);
  } catch {
    return undefined;
  }
}
