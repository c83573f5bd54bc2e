import type { DataType } from '../../frame/data-type.ts';
import { NumberRegister } from './number-register.ts';
import type { Register } from './register.ts';
import { VectorRegister } from './vector-register.ts';

/** Which kind of register (and of column) a type goes with. */
export function registerKind(type: DataType): Register['kind'] {
  if (type.shape === 'scalar')
    return type.base === 'string' ? 'string' : type.base === 'byte_string' ? 'value' : 'number';
  if (type.shape === 'tensor' && type.base === 'double' && (type.dimensions?.length ?? 1) === 1) return 'vector';
  return 'value';
}

/** An empty register for a column of this type. */
export function createRegister(type: DataType, name: string): Register {
  switch (registerKind(type)) {
    case 'number':
      return new NumberRegister(type, name);
    case 'vector':
      return new VectorRegister(type, name);
    case 'string':
      return { kind: 'string', type, name, values: [] };
    case 'value':
      return { kind: 'value', type, name, values: [] };
  }
}
