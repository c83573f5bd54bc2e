import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** Whether a column begins with a text, capitals and small letters told apart: LIKE takes one for the other in SQLite. */
export const startsWith = (column: string, text: string): RawBuilder<SqlBool> =>
  sql`substr(${sql.ref(column)}, 1, length(cast(${text} as text))) = ${text}`;
