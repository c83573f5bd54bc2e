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

/**
 * What `open` makes of a module, as the model that is being loaded asks for it. Undefined where there is no WebAssembly for it, or
 * none is wanted. Throws `ScoringError` where nothing but WebAssembly is wanted.
 */
export function openKernel<Kernel>(
  module: KernelModule,
  open: (code: KernelCode) => Kernel | undefined,
): Kernel | undefined {
  const choice = KernelScope.current?.choice;
  if (choice === 'plain') return undefined;
  const code = compile(module);
  const kernel = code === undefined ? undefined : open(code);
  if (kernel !== undefined || choice !== 'wasm' || module.isSpare === true) return kernel;
  throw new ScoringError('unsupported_model', `This engine has no WebAssembly for ${module.name}; use engine: 'auto'.`);
}

function compile({ name, generate }: KernelModule): KernelCode | undefined {
  if (webAssembly === undefined) return undefined;
  if (!compiled.has(name)) compiled.set(name, tryToCompile(generate()));
  const code = compiled.get(name);
  return code === undefined ? undefined : { wasm: webAssembly, code };
}

function tryToCompile(bytes: Uint8Array): object | undefined {
  try {
    return webAssembly === undefined ? undefined : new webAssembly.Module(bytes);
  } catch {
    return undefined;
  }
}
