import { type KernelModule, openKernel, unlessRefused } from './kernel-code.ts';
import { MemoryViews } from './memory-views.ts';
import type { webAssembly } from './web-assembly.ts';

const PAGE_BYTES = 65_536;

type Memory = InstanceType<NonNullable<typeof webAssembly>['Memory']>;

/** A module at work, with a memory of its own. Each takes gigabytes of addresses, so a process has some thousands, and a page a hundred. */
export class KernelHost<Functions> {
  /** The exports of the module. */
  readonly functions: Functions;
  readonly #memory: Memory;
  #views: MemoryViews;

  /** The module with a memory of at least this many bytes, all of them 0. Undefined where the plain loop is to be taken (`openKernel`). */
  static open<Functions>(module: KernelModule, bytes: number): KernelHost<Functions> | undefined {
    return openKernel(module, bytes, ({ wasm, code }) => {
      const memory = new wasm.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
      const { exports } = new wasm.Instance(code, { kernel: { memory } });
      return new KernelHost(exports as Functions, memory);
    });
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

  /** Sees to it that there are this many bytes; false if the engine has not as many. Other views than before then. */
  grow(bytes: number): boolean {
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing <= 0) return true;
    if (unlessRefused(() => this.#memory.grow(Math.ceil(missing / PAGE_BYTES))) === undefined) return false;
    this.#views = new MemoryViews(this.#memory.buffer);
    return true;
  }
}
