const extensions = ['ts', 'mts', 'mjs', 'js'];

/** Where the module of a function lies in its archive, in the order in which they are looked for. */
export const handlerNames: readonly string[] = ['', 'code/'].flatMap((folder) =>
  extensions.map((extension) => `${folder}handler.${extension}`),
);
