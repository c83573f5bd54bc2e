import { DType } from '../pickle/numpy/dtype.ts';
import { present } from '../util/present.ts';
import type { Fitted } from './fitted.ts';

/** numpy's type of what `transform` answers, where it is not float64. */
export interface TransformType {
  readonly type: 'boolean' | 'integer' | 'float32';
  /** numpy's code of integers of another size than 8 bytes, such as `<i4`. */
  readonly code?: string;
}

/**
 * The type that a transformer was asked for by its `dtype`: a type of Python or numpy, its name or code, or a dtype. Undefined for
 * doubles and where it names none. Throws `unsupported_model` for texts.
 */
export function readTransformType(fitted: Fitted): TransformType | undefined {
  const value = fitted.raw('dtype');
  const name = value instanceof DType ? value.kind + value.itemSize : (fitted.path('dtype') ?? value ?? 'f');
  const given = String(name).replace(/^\w*\.|[<=|]/g, '');
  if (/^[b?]/.test(given)) return { type: 'boolean' };
  if (/^(float32|f4)/.test(given)) return { type: 'float32' };
  if (/^[fdh]/.test(given)) return undefined;
  const [, unsigned, word, digits] = /^(u?)(int|i?)(\d*)/.exec(given) ?? [];
  if (!unsigned && !word && !/^[Ool]/.test(given)) throw fitted.unknown('dtype', 'a number');
  const bytes = Number(digits) / (word === 'int' ? 8 : 1);
  const code = bytes > 0 ? `${bytes === 1 ? '|' : '<'}${unsigned || 'i'}${bytes}` : undefined;
  return { type: 'integer', ...present({ code }) };
}

/** The type of outputs next to each other in one array: numpy's common type, integers counted as those of 8 bytes where they differ. */
export function commonType(types: readonly (TransformType | undefined)[]): TransformType | undefined {
  const [first] = types;
  if (types.every((type) => type?.type === first?.type && type?.code === first?.code)) return first;
  const kinds = new Set(types.map((type) => type?.type));
  if (kinds.has(undefined)) return undefined;
  if (!kinds.has('float32')) return { type: 'integer' };
  return kinds.has('integer') ? undefined : { type: 'float32' };
}
