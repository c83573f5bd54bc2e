/** The two databases of each account's folder. */
export const databaseNames = { store: 'catenary.sqlite', index: 'objects/index.sqlite' };
