import { vector } from '../../../frame/data-type.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { pairsStage } from '../../save/pairs-stage.ts';
import { hashTerm } from './hash-term.ts';
import { mapTermLists, type TermVector } from './map-term-lists.ts';
import { writeCounts } from './write-counts.ts';

interface HashingTermFrequency {
  /** Size of the vector. */
  readonly size: number;
  readonly isBinary: boolean;
  /** How the bytes behind the last whole word are hashed: 1 as by Spark 2, 2 as by Spark 3. */
  readonly version: 1 | 2;
}

/** `hashing_term_frequency`: counts of terms by hashed position, or 1. Source: MLeap `HashingTermFrequencyModel.scala`. */
export const hashingTermFrequency = operator<HashingTermFrequency>({
  op: 'hashing_term_frequency',
  bundle: {
    read: (attributes) => ({
      size: attributes.integer('num_features'),
      isBinary: attributes.boolean('binary', false),
      version: attributes.integer('hashUnsafeBytesVersion', 1) === 2 ? 2 : 1,
    }),
  },
  write: ({ size, isBinary, version }) => ({
    attributes: {
      num_features: bundleValue.long(size),
      binary: bundleValue.boolean(isBinary),
      hashUnsafeBytesVersion: bundleValue.int(version),
    },
  }),
  spark: pairsStage('HashingTF', (stage) => {
    const size = stage.params.integer('numFeatures', 2 ** 18);
    const isBinary = stage.params.boolean('binary', false);
    return { parameters: { size, isBinary, version: stage.isBefore(3) ? 1 : 2 }, info: { type: vector(size) } };
  }),
  compile({ size, isBinary, version }, ports, context) {
    if (size < 1 || size > 0x7fffffff) throw context.bad(`has ${size} features`);
    const termVector: TermVector = {
      size,
      each: (terms, output) => {
        const counts = new Map<number, number>();
        for (const term of terms) {
          const at = hashTerm(term, size, version);
          counts.set(at, isBinary ? 1 : (counts.get(at) ?? 0) + 1);
        }
        writeCounts(counts, size, output);
      },
    };
    return mapTermLists(termVector, ports, context);
  },
});
