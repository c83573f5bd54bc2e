import { defined } from '../../util/defined.ts';
import { type KernelCode, type KernelModule, openKernel } from './kernel-code.ts';
import { KernelScope } from './kernel-scope.ts';
import type { Region } from './layout.ts';
import { MemorySlab, SLAB_BYTES } from './memory-slab.ts';
import type { MemoryViews } from './memory-views.ts';

/** Kernels of more bytes have a memory of their own. */
const MOST_SHARED = SLAB_BYTES / 4;

/** The slabs of this process, or thread. */
let slabs: MemorySlab[] = [];

/** Where a kernel's region is, for when the kernel is gone. */
interface Place {
  readonly slab: MemorySlab;
  readonly region: Region;
}

/**
 * Models that are not disposed of give their regions back when the engine finds that they are no longer reachable. Workers of Cloudflare have no
 * such registry: kernels have memories of their own there.
 */
const abandoned = typeof FinalizationRegistry === 'undefined' ? undefined : new FinalizationRegistry<Place>(giveBack);

/**
 * A module at work on a region of a memory that never grows. Models of a process share memories, since each memory takes gigabytes of
 * addresses: a page has them for about a hundred. Whoever has views of the region has to keep the room too.
 */
export class KernelRoom<Functions> {
  /** The exports of the module. */
  readonly functions: Functions;
  /** Of the whole memory. */
  readonly views: MemoryViews;
  /** The first address of the region, a multiple of 64. */
  readonly start: number;
  #place: Place | undefined;

  /** The module with a region of this many bytes, all of them 0. Undefined where the plain loop is to be taken (`openKernel`). */
  static open<Functions>(module: KernelModule, bytes: number): KernelRoom<Functions> | undefined {
    const isAlone = bytes > MOST_SHARED || abandoned === undefined;
    return openKernel(module, bytes, (code) => {
      const place = isAlone ? takeFirst(new MemorySlab(code.wasm, bytes), bytes) : takePlace(code, bytes);
      return new KernelRoom<Functions>(place.slab.functionsOf(code) as Functions, place);
    });
  }

  private constructor(functions: Functions, place: Place) {
    this.functions = functions;
    this.views = place.slab.views;
    this.start = place.region.start;
    this.#place = place;
    abandoned?.register(this, place, this);
    KernelScope.current?.hold(this);
  }

  /** Gives the region back; the kernel is not to be used any more. */
  release(): void {
    if (this.#place === undefined) return;
    abandoned?.unregister(this);
    giveBack(this.#place);
    this.#place = undefined;
  }
}

function takePlace(code: KernelCode, bytes: number): Place {
  for (const slab of slabs) {
    slab.functionsOf(code);
    const region = slab.take(bytes);
    if (region !== undefined) return { slab, region };
  }
  const slab = new MemorySlab(code.wasm);
  // Where the engine refuses the module, the slab is there for the next one.
  slabs.push(slab);
  slab.functionsOf(code);
  return takeFirst(slab, bytes);
}

/** The first region of a slab that has room for it. */
function takeFirst(slab: MemorySlab, bytes: number): Place {
  return { slab, region: defined(slab.take(bytes)) };
}

/** One unused slab is kept. */
function giveBack({ slab, region }: Place): void {
  slab.giveBack(region);
  const [kept] = slabs.filter(({ isEmpty }) => isEmpty);
  slabs = slabs.filter((each) => !each.isEmpty || each === kept);
}
