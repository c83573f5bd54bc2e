/** A word as a POSIX shell reads it back; in quotes only where it needs them. */
export const quoteForShell = (word: string) =>
  /^[\w./:+=@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
