import type { KernelChoice } from '../kernels/wasm/kernel-scope.ts';
import { type OptionKind, oneOf, someNames } from './expect-options.ts';

/** What every loader takes. */
export interface EngineOptions {
  /**
   * What runs the fast loops: `auto` WebAssembly where the engine has it, `wasm` WebAssembly or an error, `plain`
   * JavaScript. The answers are the same to the bit. @default 'auto'
   */
  readonly engine?: KernelChoice;
}

export const engineKind: OptionKind = oneOf('auto', 'wasm', 'plain');

/** Kinds of the options that bundles and saved pipelines share. */
export const pipelineKinds: Readonly<Record<string, OptionKind>> = {
  input: { what: 'an object of types by column', fits: (value) => typeof value === 'object' && value !== null },
  outputs: someNames,
  boosters: { what: 'an object of loaders', fits: (value) => typeof value === 'object' && value !== null },
  engine: engineKind,
};
