/** How much there may be, and the error that says where something is wrong, and what. */
export interface YamlRules {
  readonly maxBytes: number;
  readonly refuse: (place: string, what: string) => Error;
}

/** A file of an archive, as YAML. Rejects with the error of `refuse`. */
export async function readYaml(bytes: Uint8Array, { maxBytes, refuse }: YamlRules): Promise<unknown> {
  if (bytes.length > maxBytes) throw refuse('the file', `it is larger than ${maxBytes} bytes`);
  const { isScalar, parseDocument, visit } = await import('yaml');
  const text = Buffer.from(bytes).toString('utf8');
  // The library looks the place of each error up from the begin of the text: only that of the first is wanted.
  const document = parseDocument(text, { prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined)
    throw refuse('the file', `${fault.message.replace(/\.$/, '')} ${placeOf(text, fault.pos[0])}`);
  visit(document, {
    Pair(_at, { key }) {
      if (isScalar(key) && key.value === '__proto__') throw refuse('the file', 'it has the key "__proto__"');
    },
  });
  try {
    return document.toJS({ maxAliasCount: 10 });
  } catch (error) {
    throw refuse('the file', `it cannot be read: ${(error as Error).message}`);
  }
}

function placeOf(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n');
  return `at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}
