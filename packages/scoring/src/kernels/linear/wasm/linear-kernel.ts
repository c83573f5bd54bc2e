import { KernelHost } from '../../wasm/kernel-host.ts';
import { KernelScope } from '../../wasm/kernel-scope.ts';
import type { MemoryViews } from '../../wasm/memory-views.ts';
import { functionTable } from './function-table.ts';
import { linearModule } from './linear-module.ts';

/** Work that needs more room is done without the kernels. */
const MAX_BYTES = 2 ** 27;

const MODULE = { name: 'linear algebra', generate: linearModule };

type Combine = (
  rows: number,
  rowsEnd: number,
  groupBytes: number,
  quads: number,
  quadsEnd: number,
  quadBytes: number,
  sums: number,
  sumGroupBytes: number,
  biases: number,
) => void;

type MapCells = (cells: number, cellsEnd: number, table: number) => void;

/** The exports of `linearModule`. */
interface LinearFunctions {
  readonly products: Combine;
  readonly distances: Combine;
  readonly distances32: Combine;
  readonly select: (squares: number, squaresEnd: number, limits: number, found: number) => void;
  readonly clampBelow: (cells: number, cellsEnd: number) => void;
  readonly exponentials: MapCells;
  readonly logistics: MapCells;
  readonly tangents: MapCells;
}

/** The kernels with their memory. */
export interface LinearKernel extends LinearFunctions {
  readonly doubles: Float64Array;
  readonly floats: Float32Array;
  readonly integers: Int32Array;
}

/** The first byte of the memory that callers may use; before it stands `functionTable`. */
export const WORKSPACE = 512;

type Workspace = KernelHost<LinearFunctions>;

/** Undefined at first, null where the engine has refused it. */
let workspace: Workspace | null | undefined;

/** Of the workspace, by its views. */
let kernel: (LinearKernel & { readonly views: MemoryViews }) | undefined;

/**
 * The kernels with room for `bytes` from `WORKSPACE` on; undefined where there is no WebAssembly with vectors, or for too
 * many bytes. One memory serves all models, since each would reserve gigabytes of addresses: what is in it holds only until
 * the next call of this function.
 */
export function linearKernel(bytes: number): LinearKernel | undefined {
  if (bytes > MAX_BYTES || KernelScope.current?.choice === 'plain') return undefined;
  // Refused once is refused for good: an engine that searches for addresses in vain takes its time, and this is called for each request.
  if (workspace === undefined) workspace = openWorkspace() ?? null;
  if (workspace === null || !workspace.grow(WORKSPACE + bytes)) return undefined;
  if (kernel?.views !== workspace.views) kernel = kernelOf(workspace);
  return kernel;
}

function openWorkspace(): Workspace | undefined {
  const host = KernelHost.open<LinearFunctions>(MODULE, WORKSPACE);
  host?.views.doubles.set(functionTable);
  return host;
}

function kernelOf({ functions, views }: Workspace): NonNullable<typeof kernel> {
  return { ...functions, views, doubles: views.doubles, floats: views.floats, integers: views.words };
}
