import type { Column } from '../../frame/column.ts';
import { describeType } from '../../frame/data-type.ts';
import { ScoringError } from '../../scoring-error.ts';
import { present } from '../../util/present.ts';
import type { Register } from './register.ts';

const noNulls = new Uint8Array(0);

/** Lays a frame's column into a register, without a copy. Throws `wrong_type` if it is of another kind. */
export function fillRegister(register: Register, column: Column, rowCount: number): void {
  if (column.kind === 'number' && register.kind === 'number') {
    register.values = column.values;
    register.nulls = column.nulls ?? noNulls;
    register.hasNulls = column.nulls !== undefined;
    register.longs = column.longs;
  } else if (column.kind === 'string' && register.kind === 'string') {
    register.values = column.values as (string | null)[];
  } else if (column.kind === 'vector' && register.kind === 'vector') {
    register.adopt(column, rowCount);
  } else if (column.kind === 'value' && register.kind === 'value') {
    register.values = column.values as unknown[];
  } else {
    const wanted = describeType(register.type);
    throw new ScoringError('wrong_type', `Column "${register.name}" holds ${column.kind}s, but ${wanted} is wanted.`, {
      column: register.name,
    });
  }
}

/** A register as a column of the frame that is answered, over the same arrays. */
export function readRegister(register: Register, rowCount: number): Column {
  switch (register.kind) {
    case 'number': {
      const { values, nulls, hasNulls, longs } = register;
      return { kind: 'number', values, ...present({ nulls: hasNulls ? nulls : undefined, longs }) };
    }
    case 'string':
      return {
        kind: 'string',
        values: register.values.length === rowCount ? register.values : register.values.slice(0, rowCount),
      };
    case 'vector':
      return register.toColumn();
    case 'value':
      return { kind: 'value', values: register.values };
  }
}
