import { type RawBuilder, sql } from 'kysely';

/** The column that the database fills with the place of a row among those of its list (`add-listed-columns.ts`, `add-places.ts`). */
export const listedPlace: RawBuilder<string> = sql.ref('listed_place');
