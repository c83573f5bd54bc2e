import { parseBigintBody } from './bigint-body.ts';

/** A whole number that JSON has as a float: `1.0`, `1e2`. */
export class WrittenFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** What the text of one holds. */
const wholeFloat = /\.0+(?:\D|$)|\d[eE]/;

/** `JSON.parse` that tells such numbers from integers, and has whole numbers beyond 2^53 as bigint. Throws `SyntaxError`. */
export function parseWithFloats(text: string): unknown {
  if (!wholeFloat.test(text)) return parseBigintBody(text);
  return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return value;
    const source = context?.source ?? '';
    if (/[.eE]/.test(source)) return new WrittenFloat(value);
    return Number.isSafeInteger(value) || source.length > 40 ? value : BigInt(source);
  });
}
