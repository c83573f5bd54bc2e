import { existsSync } from 'node:fs';

/** What a database file is called when what it had is in PostgreSQL: so no server goes on with it by mistake. */
export const movedStore = (file: string): string => `${file}.moved`;

/** Whether a database file was moved, and none has come in its place. */
export const isMovedStore = (file: string): boolean => !existsSync(file) && existsSync(movedStore(file));
