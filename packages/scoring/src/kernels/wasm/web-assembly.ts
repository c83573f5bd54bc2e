/**
 * The part of the WebAssembly JavaScript interface that is used here. It belongs to every JavaScript engine, but its types
 * come with the DOM's or Node's, which this floor does without.
 */
interface WebAssemblyGlobal {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

/** Undefined in an engine that runs without WebAssembly (`--jitless`). */
export const webAssembly: WebAssemblyGlobal | undefined = (globalThis as { WebAssembly?: WebAssemblyGlobal })
  .WebAssembly;
