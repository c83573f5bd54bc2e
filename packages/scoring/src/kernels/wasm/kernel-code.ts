import { ScoringError } from '../../scoring-error.ts';
import { KernelScope } from './kernel-scope.ts';
import { webAssembly } from './web-assembly.ts';

/** A module that is generated when it is first needed. Modules of other bytes have other names. */
export interface KernelModule {
  readonly name: string;
  readonly generate: () => Uint8Array;
  /** Whether something else does the same in WebAssembly as well. */
  readonly isSpare?: boolean;
}

/** A compiled module, and the engine that it is for. */
export interface KernelCode {
  readonly wasm: NonNullable<typeof webAssembly>;
  readonly code: object;
}

/**
 * Each module is compiled once for a process. Undefined for one that was refused: an engine without vector instructions, or a
 * page whose Content-Security-Policy does not allow WebAssembly, will refuse it the next time too.
 */
const compiled = new Map<string, object | undefined>();

/** Kernels of more are left to the plain loop. WebAssembly could address twice as many, but addresses are read as signed. */
const MOST_BYTES = 2 ** 31;

/**
 * What `open` makes of a module and of this many bytes of memory, as the model that is being loaded asks for it. Undefined where the engine
 * refuses them or none is wanted, which the callers answer with the plain loop, to the same bits: without WebAssembly at all
 * (`--jitless`), for a module that is refused, and where a process has no addresses left for another memory. It is the one
 * fall-back of all kernels. Throws `ScoringError` where nothing but WebAssembly is wanted.
 */
export function openKernel<Kernel>(
  module: KernelModule,
  bytes: number,
  open: (code: KernelCode) => Kernel,
): Kernel | undefined {
  const choice = KernelScope.current?.choice;
  if (choice === 'plain' || bytes > MOST_BYTES) return undefined;
  const code = compile(module);
  const kernel = code && unlessRefused(() => open(code));
  if (kernel !== undefined || choice !== 'wasm' || module.isSpare === true) return kernel;
  throw new ScoringError('unsupported_model', `This engine has no WebAssembly for ${module.name}; use engine: 'auto'.`);
}

function compile({ name, generate }: KernelModule): KernelCode | undefined {
  if (webAssembly === undefined) return undefined;
  const wasm = webAssembly;
  if (!compiled.has(name)) {
    const bytes = generate();
    compiled.set(
      name,
      unlessRefused(() => new wasm.Module(bytes)),
    );
  }
  const code = compiled.get(name);
  return code && { wasm, code };
}

/** What the engine makes; undefined where it refuses, which is no error here. */
export function unlessRefused<Made>(make: () => Made): Made | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
