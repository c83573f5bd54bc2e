/** What a document says: text, or elements by their names without prefixes. */
export type XmlTree = { readonly [name: string]: XmlTree | readonly XmlTree[] | string | undefined };
