import { webAssembly } from '../../math/wasm/web-assembly.ts';
import { functionTable } from './cell-functions.ts';
import { linearModule } from './linear-module.ts';

/** Work that needs more room is done without the kernels. */
const MAX_BYTES = 2 ** 27;

const PAGE_BYTES = 65_536;

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

type Workspace = LinearKernel & { readonly memory: { grow(pages: number): number; readonly buffer: ArrayBuffer } };

let workspace: Workspace | undefined;
let isAbsent = webAssembly === undefined;

/**
 * The kernels with room for `bytes` from `WORKSPACE` on; undefined where there is no WebAssembly with vectors, or for too
 * many bytes. One memory serves all models, since each would reserve gigabytes of addresses: what is in it holds only until
 * the next call of this function.
 */
export function linearKernel(bytes: number): LinearKernel | undefined {
  if (isAbsent || bytes > MAX_BYTES) return undefined;
  try {
    workspace ??= openWorkspace();
  } catch {
    // An engine without vector instructions refuses the module.
    isAbsent = true;
    return undefined;
  }
  const missing = WORKSPACE + bytes - workspace.memory.buffer.byteLength;
  return missing > 0 ? grownBy(workspace, missing) : workspace;
}

/** Undefined if there is not enough memory now. */
function grownBy(old: Workspace, bytes: number): Workspace | undefined {
  try {
    old.memory.grow(Math.ceil(bytes / PAGE_BYTES));
  } catch {
    return undefined;
  }
  workspace = { ...old, ...views(old.memory.buffer) };
  return workspace;
}

function openWorkspace(): Workspace {
  const wasm = webAssembly as NonNullable<typeof webAssembly>;
  const memory = new wasm.Memory({ initial: 1 });
  const { exports } = new wasm.Instance(new wasm.Module(linearModule()), { kernel: { memory } });
  const opened = { ...(exports as unknown as LinearFunctions), memory, ...views(memory.buffer) };
  opened.doubles.set(functionTable);
  return opened;
}

function views(buffer: ArrayBuffer): Pick<LinearKernel, 'doubles' | 'floats' | 'integers'> {
  return { doubles: new Float64Array(buffer), floats: new Float32Array(buffer), integers: new Int32Array(buffer) };
}
