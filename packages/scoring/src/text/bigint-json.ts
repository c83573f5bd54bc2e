import { longInteger } from './long-integer.ts';

/** `JSON.parse` of a model's file, with whole numbers beyond 2^53 as bigint: bodies have `parseBigintBody`. Throws `SyntaxError`. */
export function parseBigintJson(text: string): unknown {
  if (!longInteger.test(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    const source = context?.source ?? '';
    return /^-?\d{16,40}$/.test(source) ? BigInt(source) : value;
  });
}
