import { DType } from '../pickle/numpy/dtype.ts';
import { present } from '../util/present.ts';
import type { TransformType } from './estimator.ts';
import type { Fitted } from './fitted.ts';

/**
 * The type that a transformer was asked for by its `dtype`: a type of Python or numpy, its name or code, or a dtype. Undefined for
 * doubles and where it names none. Throws `unsupported_model` for texts.
 */
export function readTransformType(fitted: Fitted): TransformType | undefined {
  const value = fitted.raw('dtype');
  const name = value instanceof DType ? value.kind + value.itemSize : (fitted.path('dtype') ?? value ?? 'f');
  const given = String(name).replace(/^\w*\.|[<=|]/g, '');
  const kind = given.charAt(0);
  const size = Number(given.replace(/\D/g, ''));
  if (kind === 'b') return { type: 'boolean' };
  if ('fdh'.includes(kind)) return size === 32 || given === 'f4' ? { type: 'float32' } : undefined;
  if (!'iuoOl'.includes(kind)) throw fitted.unknown('dtype', 'a number');
  const bytes = given.includes('int') ? size / 8 : size;
  const code = `${bytes === 1 ? '|' : '<'}${kind === 'u' ? 'u' : 'i'}${bytes}`;
  return { type: 'integer', ...present({ code: bytes > 0 && kind !== 'O' ? code : undefined }) };
}

/** The type of outputs next to each other in one array, integers counted as those of 8 bytes where they differ. */
export function commonType(types: readonly (TransformType | undefined)[]): TransformType | undefined {
  const [first] = types;
  if (types.every((type) => type?.type === first?.type && type?.code === first?.code)) return first;
  return types.some((type) => type === undefined || type.type === 'float32') ? undefined : { type: 'integer' };
}
