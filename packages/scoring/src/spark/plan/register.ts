import type { DataType } from '../../frame/data-type.ts';
import type { NumberRegister } from './number-register.ts';
import type { VectorRegister } from './vector-register.ts';

export interface StringRegister {
  readonly kind: 'string';
  readonly type: DataType;
  readonly name: string;
  values: (string | null)[];
}

/** Lists, maps and tensors of other ranks: arrays, plain objects and `Tensor`s; null where the cell is null. */
export interface ValueRegister {
  readonly kind: 'value';
  readonly type: DataType;
  readonly name: string;
  values: unknown[];
}

/**
 * The place of one column while a plan runs. Kernels are bound to registers once, when the model is loaded; their
 * arrays are exchanged as they grow or as a frame's columns are laid in, so a kernel takes them anew in each run.
 */
export type Register = NumberRegister | StringRegister | VectorRegister | ValueRegister;
