/** Every JavaScript engine's surroundings have it, but its types come with the DOM's or Node's. */
interface EncodingGlobal {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
}

/** Text to UTF-8; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const { TextEncoder } = globalThis as unknown as EncodingGlobal;
  return new TextEncoder().encode(text);
}
