import { scalar } from '../frame/data-type.ts';
import type { Schema } from '../frame/schema.ts';
import { answerColumns } from './answer-columns.ts';
import type { Scored } from './engine.ts';
import type { Cell } from './rows.ts';

/** Labels, one a row, as a frame of the column `prediction`. */
export function labelFrame(labels: readonly Cell[]): Scored {
  const schema = labelSchema(labels);
  const type = schema.fields[0]?.type;
  if (type?.base === 'string')
    return { schema, columns: [{ kind: 'string', values: labels as string[] }], rowCount: labels.length };
  if (type?.base === 'long') return { schema, columns: [{ kind: 'value', values: labels }], rowCount: labels.length };
  return { schema, columns: [{ kind: 'number', values: Float64Array.from(labels, Number) }], rowCount: labels.length };
}

/** What labels are, by all of them or some. */
export function labelSchema(labels: readonly Cell[]): Schema {
  const of = (kind: string) => labels.some((label) => typeof label === kind);
  const base = of('string') ? 'string' : of('bigint') ? 'long' : of('boolean') ? 'boolean' : 'double';
  return { fields: [{ name: answerColumns.predict, type: scalar(base) }] };
}
