/** What docs/configuration.md says of an option, without the marks of Markdown: of a link its words. */
export const plainDoc = (doc: string): string =>
  doc.replaceAll(/\[([^[\]]{1,200})\]\([^()]{1,200}\)/g, '$1').replaceAll('`', '');
