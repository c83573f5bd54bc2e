/** The two databases of a data folder. */
export const databaseNames = { store: 'catenary.sqlite', index: 'objects/index.sqlite' };
