import type { BasicType } from '../frame/data-type.ts';
import { parseJavaDouble, parseJavaInteger } from '../text/parse-java-double.ts';
import { parseJavaFloat } from '../text/parse-java-float.ts';

/**
 * A text as a number of a basic type, the way Java's constructors of that type read it (`new Integer("1")`): booleans
 * are "true" in any case, else false. Undefined for a text that such a constructor refuses.
 */
export function parseJavaScalar(text: string, base: BasicType): number | undefined {
  switch (base) {
    case 'double':
      return parseJavaDouble(text);
    case 'float':
      return parseJavaFloat(text);
    case 'boolean':
      return text.toLowerCase() === 'true' ? 1 : 0;
    case 'byte':
    case 'short':
    case 'int':
    case 'long': {
      const value = parseJavaInteger(text, base);
      return value === undefined ? undefined : Number(value);
    }
    default:
      return undefined;
  }
}
