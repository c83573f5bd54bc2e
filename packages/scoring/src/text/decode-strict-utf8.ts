/** Every JavaScript engine's surroundings have it, but its types come with the DOM's or Node's. */
interface EncodingGlobal {
  readonly TextDecoder: new (
    label: string,
    options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
  ) => { decode(bytes: Uint8Array, options?: { readonly stream: boolean }): string };
}

const newDecoder = () => {
  const { TextDecoder } = globalThis as unknown as EncodingGlobal;
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
};

/** Made when it is first needed: models have thousands of texts. */
let decoder: ReturnType<typeof newDecoder> | undefined;

/**
 * UTF-8 to text, all of it; of a text that is cut off (`isPart`) without what is left of its last character. Throws a `TypeError` for bytes that
 * are no UTF-8.
 */
export function decodeStrictUtf8(bytes: Uint8Array, isPart = false): string {
  if (isPart) return newDecoder().decode(bytes, { stream: true });
  decoder ??= newDecoder();
  return decoder.decode(bytes);
}
