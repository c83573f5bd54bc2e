import { vector } from '../../../frame/data-type.ts';
import { textArray, textPositions } from '../../../frame/packed-texts.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import type { Texts } from '../../save/cells.ts';
import { pairsStage } from '../../save/pairs-stage.ts';
import { mapTermLists, type TermVector } from './map-term-lists.ts';
import { writeCounts } from './write-counts.ts';

interface CountVectorizer {
  readonly vocabulary: Texts;
  readonly isBinary: boolean;
  /** The least that counts: a number of times, or below 1 a share of all terms. */
  readonly minTf: number;
}

/** `count_vectorizer`: counts of the vocabulary's terms, or 1. Source: MLeap `CountVectorizerModel.scala`. */
export const countVectorizer = operator<CountVectorizer>({
  op: 'count_vectorizer',
  bundle: {
    read: (attributes) => ({
      vocabulary: attributes.strings('vocabulary'),
      isBinary: attributes.boolean('binary', false),
      minTf: attributes.number('min_tf', 1),
    }),
  },
  write: ({ vocabulary, isBinary, minTf }) => ({
    attributes: {
      vocabulary: bundleValue.strings(textArray(vocabulary)),
      binary: bundleValue.boolean(isBinary),
      min_tf: bundleValue.double(minTf),
    },
  }),
  spark: pairsStage('CountVectorizerModel', (stage) => {
    const vocabulary = stage.cell().texts('vocabulary');
    const isBinary = stage.params.boolean('binary', false);
    const minTf = stage.params.number('minTF', 1);
    return { parameters: { vocabulary, isBinary, minTf }, info: { type: vector(vocabulary.length) } };
  }),
  compile({ vocabulary, isBinary, minTf }, ports, context) {
    const positions = textPositions(vocabulary);
    const size = positions.size;
    const termVector: TermVector = {
      size,
      each: (terms, output) => {
        const counts = new Map<number, number>();
        for (const term of terms) {
          const at = positions.get(term as string);
          if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1);
        }
        const least = minTf >= 1 ? minTf : terms.length * minTf;
        for (const [at, count] of counts) {
          if (count < least) counts.delete(at);
          else if (isBinary) counts.set(at, 1);
        }
        writeCounts(counts, size, output);
      },
    };
    return mapTermLists(termVector, ports, context);
  },
});
