import { textPositions } from '../../../frame/packed-texts.ts';
import type { Op } from '../../op.ts';
import { hashTerm } from './hash-term.ts';
import { mapTermLists } from './map-term-lists.ts';
import { writeCounts } from './write-counts.ts';

/** `hashing_term_frequency`: counts of terms by hashed position, or 1. Source: MLeap `HashingTermFrequencyModel.scala`. */
export const hashingTermFrequency: Op = {
  name: 'hashing_term_frequency',
  compile(context) {
    const size = context.attributes.integer('num_features');
    if (size < 1 || size > 0x7fffffff) throw context.bad(`has ${size} features`);
    const isBinary = context.attributes.boolean('binary', false);
    const version = context.attributes.integer('hashUnsafeBytesVersion', 1) === 2 ? 2 : 1;
    return mapTermLists(context, size, (terms, output) => {
      const counts = new Map<number, number>();
      for (const term of terms) {
        const at = hashTerm(term, size, version);
        counts.set(at, isBinary ? 1 : (counts.get(at) ?? 0) + 1);
      }
      writeCounts(counts, size, output);
    });
  },
};

/**
 * `count_vectorizer`: counts of the vocabulary's terms, if at least `min_tf` (a count, or below 1 a share of all terms).
 * Source: MLeap `CountVectorizerModel.scala`.
 */
export const countVectorizer: Op = {
  name: 'count_vectorizer',
  compile(context) {
    const positions = textPositions(context.attributes.texts('vocabulary'));
    const size = positions.size;
    const isBinary = context.attributes.boolean('binary', false);
    const minTf = context.attributes.number('min_tf', 1);
    return mapTermLists(context, size, (terms, output) => {
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
    });
  },
};

/**
 * `word_to_vector`: the mean of the known words' vectors over all words, or their sum scaled to length 1 (`sqrt`).
 * No words at all give an all-zero sparse vector. Source: MLeap `WordToVectorModel.scala`.
 */
export const wordToVector: Op = {
  name: 'word_to_vector',
  compile(context) {
    const { attributes } = context;
    const words = attributes.strings('words');
    const indices = attributes.integers(
      'indices',
      Float64Array.from(words, (_, at) => at),
    );
    const positions = new Map(words.map((word, at) => [word, indices[at]]));
    const vectors = attributes.numbers('word_vectors');
    const size = positions.size === 0 ? 0 : vectors.length / positions.size;
    if (!Number.isInteger(size)) throw context.bad(`has ${vectors.length} numbers for ${positions.size} words`);
    const isSqrt = attributes.string('kernel', 'default') === 'sqrt';
    return mapTermLists(context, size, (terms, output) => {
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
    });
  },
};
