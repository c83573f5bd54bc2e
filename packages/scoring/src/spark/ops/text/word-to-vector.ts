import { vector } from '../../../frame/data-type.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { pairsStage } from '../../save/pairs-stage.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { mapTermLists, type TermVector } from './map-term-lists.ts';

interface WordToVector {
  /** Where each word's vector stands among `vectors`. */
  readonly positions: ReadonlyMap<string, number>;
  /** One behind the other. */
  readonly vectors: Float64Array;
  /** Whether the sum is brought to length 1: else to the mean. */
  readonly isSqrt: boolean;
}

/**
 * `word_to_vector`: the mean of the known words' vectors over all words, or their sum scaled to length 1 (`sqrt`).
 * No words at all give an all-zero sparse vector. Source: MLeap `WordToVectorModel.scala`.
 */
export const wordToVector = operator<WordToVector>({
  op: 'word_to_vector',
  bundle: { read: readAttributes },
  write: ({ positions, vectors, isSqrt }) => ({
    attributes: {
      words: bundleValue.strings(positions.keys()),
      indices: bundleValue.longs([...positions.values()]),
      word_vectors: bundleValue.doubles(vectors),
      kernel: bundleValue.string(isSqrt ? 'sqrt' : 'default'),
    },
  }),
  spark: pairsStage('Word2VecModel', (stage) => {
    const words = stage.cells().map((row) => row.string('word'));
    const vectors = readVectors(stage);
    const positions = new Map(words.map((word, at) => [word, at]));
    const info = { type: vector(vectors.length / Math.max(1, words.length)) };
    return { parameters: { positions, vectors, isSqrt: false }, info };
  }),
  compile({ positions, vectors, isSqrt }, ports, context) {
    const size = positions.size === 0 ? 0 : vectors.length / positions.size;
    if (!Number.isInteger(size)) throw context.bad(`has ${vectors.length} numbers for ${positions.size} words`);
    const termVector: TermVector = {
      size,
      each: (terms, output) => {
        if (terms.length === 0) return output.closeSparse(size, 0);
        output.room(size);
        const { values, length } = output;
        values.fill(0, length, length + size);
        for (const term of terms) {
          const position = positions.get(term as string);
          if (position === undefined) continue;
          for (let at = 0; at < size; at++) values[length + at] += vectors[position * size + at];
        }
        let norm = 0;
        for (let at = 0; at < size; at++) norm += values[length + at] ** 2;
        const factor = isSqrt ? 1 / Math.sqrt(norm) : 1 / terms.length;
        for (let at = 0; at < size; at++) values[length + at] *= factor;
        output.closeDense(size);
      },
    };
    return mapTermLists(termVector, ports, context);
  },
});

function readAttributes(attributes: Attributes): WordToVector {
  const words = attributes.strings('words');
  const inOrder = Float64Array.from(words, (_, at) => at);
  const indices = attributes.integers('indices', inOrder);
  return {
    positions: new Map(words.map((word, at) => [word, indices[at]])),
    vectors: attributes.numbers('word_vectors'),
    isSqrt: attributes.string('kernel', 'default') === 'sqrt',
  };
}

function readVectors(stage: SavedStage): Float64Array {
  const vectors = stage.cells().map((row) => row.numbers('vector'));
  const size = vectors[0]?.length ?? 0;
  if (vectors.some((one) => one.length !== size)) throw stage.bad('has word vectors of different sizes');
  const all = new Float64Array(size * vectors.length);
  vectors.forEach((one, at) => {
    all.set(one, at * size);
  });
  return all;
}
