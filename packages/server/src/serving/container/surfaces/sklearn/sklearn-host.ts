/** What serves a scikit-learn container: our engine, ONNX Runtime, Python with the library and the model file, or the user's script. */
export type SklearnHost =
  | { readonly kind: 'native' }
  | { readonly kind: 'onnx'; readonly model: Uint8Array }
  | { readonly kind: 'python'; readonly file: string; readonly reason: string }
  | { readonly kind: 'script' };

/** The host, and why the model is not read natively if that is so. */
export interface FoundHost {
  readonly host: SklearnHost;
  readonly reason?: string;
}
