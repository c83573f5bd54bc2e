const extensions = ['ts', 'mts', 'mjs', 'js'];

/** Where the module of a function lies in its archive, in the order in which they are looked for. */
export const handlerNames: readonly string[] = ['', 'code/'].flatMap((folder) =>
  extensions.map((extension) => `${folder}handler.${extension}`),
);

/** Said of an archive that has none of them. */
export const noHandler = `The archive has no function: it must hold one of ${handlerNames.join(', ')}.`;
