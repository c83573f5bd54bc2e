import { operator } from '../../operator.ts';
import { mapLists } from './map-lists.ts';

interface WordFilter {
  /** Shorter words, and those of this length, are dropped. */
  readonly length: number;
}

/**
 * `word_filter`: words of letters only (as UTF-16 units) that are longer than a length. Source: MLeap
 * `WordLengthFilterModel.scala`, Java `Character.isLetter(char)`.
 */
export const wordFilter = operator<WordFilter>({
  op: 'word_filter',
  bundle: { read: (attributes) => ({ length: attributes.integer('length') }) },
  compile({ length }, ports, context) {
    const isKept = (token: string | null) =>
      token !== null && token.length > length && /^\p{L}*$/u.test(token) && !/[\ud800-\udfff]/.test(token);
    return mapLists({ compute: (tokens) => tokens.filter(isKept) }, ports, context);
  },
});
