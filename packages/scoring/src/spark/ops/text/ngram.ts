import { list } from '../../../frame/data-type.ts';
import { spend } from '../../../util/allowance.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { pairsStage } from '../../save/pairs-stage.ts';
import { mapLists } from './map-lists.ts';

interface Ngram {
  /** How many tokens make one. */
  readonly n: number;
}

/** `ngram`: windows of n tokens, joined by blanks; a null token reads `null`. Source: MLeap `NGramModel.scala`. */
export const ngram = operator<Ngram>({
  op: 'ngram',
  bundle: { read: (attributes) => ({ n: attributes.integer('n') }) },
  write: ({ n }) => ({ attributes: { n: bundleValue.long(n) } }),
  spark: pairsStage('NGram', ({ params }) => ({
    parameters: { n: params.integer('n', 2) },
    info: { type: list('string') },
  })),
  compile({ n }, ports, context) {
    if (n < 1) throw context.bad(`has n = ${n}`);
    const compute = (tokens: readonly (string | null)[]) => {
      const grams: string[] = [];
      for (let at = 0; at + n <= tokens.length; at++) {
        const window = tokens.slice(at, at + n);
        const gram = window.map(String).join(' ');
        spend(gram.length);
        grams.push(gram);
      }
      return grams;
    };
    return mapLists({ compute }, ports, context);
  },
});
