import { vector } from '../../../frame/data-type.ts';
import { digamma } from '../../../math/digamma.ts';
import { gammaDraws } from '../../../math/gamma-draws.ts';
import { MersenneTwister } from '../../../math/mersenne-twister.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { writeValues } from '../../plan/dense-row.ts';
import { eachVector } from '../../plan/each-vector.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { featuresPort } from '../../save/features-port.ts';
import { savedTopics } from '../../save/saved-topics.ts';

/** Rounds after which a document that does not settle is answered all the same. */
const MAX_ROUNDS = 10_000;

/** Shape of the gamma distribution that the first guess is drawn from; its mean is 1. */
const GAMMA_SHAPE = 100;

interface Lda {
  /** Column-major [vocabulary, topics]. */
  readonly topics: Float64Array;
  readonly vocabularySize: number;
  readonly topicCount: number;
  /** One a topic. */
  readonly concentration: Float64Array;
  readonly gammaShape: number;
  /** Of the fit: no answer needs it. */
  readonly topicConcentration?: number;
}

/**
 * `lda_local_model_op`: the topics of a document by online variational inference. Its first guess is drawn at random: by
 * MLeap from 0.21 on with the seed 0 anew for each document, and so here. Older runtimes and Spark draw another one (a model that
 * Spark has loaded with another seed each time), which moves answers within the rule to stop by (mean change of 1e-3).
 * Source: MLeap `LDAOptimizer.scala`; Hoffman, Blei, Bach, "Online Learning for Latent Dirichlet Allocation" (2010).
 */
export const lda = operator<Lda>({
  op: 'lda_local_model_op',
  bundle: {
    read: (attributes) => {
      const { values: topics, dimensions } = attributes.tensor('topicMatrix');
      const [vocabularySize = 0, topicCount = 0] = dimensions;
      const concentration = attributes.numbers('docConcentration');
      if (dimensions.length !== 2)
        throw attributes.bad(`has ${concentration.length} concentrations for ${topicCount} topics`);
      return { topics, vocabularySize, topicCount, concentration, gammaShape: GAMMA_SHAPE };
    },
  },
  write: ({ topics, vocabularySize, topicCount, concentration, topicConcentration = 0 }) => ({
    attributes: {
      vocabSize: bundleValue.int(vocabularySize),
      docConcentration: bundleValue.doubles(concentration),
      topicConcentration: bundleValue.double(topicConcentration),
      topicMatrix: bundleValue.matrix(topics, vocabularySize, topicCount),
    },
  }),
  spark: {
    classes: ['LocalLDAModel', 'DistributedLDAModel'],
    read: (stage, { columns }) => {
      const { topics, ...rest } = savedTopics(stage);
      const { values, rowCount: vocabularySize, columnCount: size } = topics;
      const inputs = featuresPort(stage.params, columns);
      const name = stage.params.string('topicDistributionCol', 'topicDistribution');
      const prediction = columns.write(name, { type: vector(size), size });
      const parameters = { topics: values, vocabularySize, topicCount: size, ...rest };
      return [{ parameters, inputs, outputs: { prediction } }];
    },
  },
  compile({ topics, vocabularySize, topicCount, concentration: alpha, gammaShape: shape }, ports, context) {
    if (alpha.length !== topicCount) throw context.bad(`has ${alpha.length} concentrations for ${topicCount} topics`);
    const beta = expDirichlet(topics, vocabularySize, topicCount);
    const start = gammaDraws(new MersenneTwister(0), shape, 1 / shape, topicCount);
    const input = ports.vectors('features', vocabularySize);
    const output = ports.outputVectors('prediction', topicCount);
    const model = { beta, vocabularySize, alpha, start };
    const each = (row: number) => writeValues(output, inferTopics(input, row, model));
    const loop = eachVector(context, { input, size: vocabularySize }, { each, empty: () => output.closeEmpty() });
    return (rowCount) => {
      output.reserve(rowCount);
      loop(rowCount);
    };
  },
});

/** e^(psi(lambda) - psi(column sum)), column-major [vocabulary, topics]. */
function expDirichlet(lambda: Float64Array, vocabularySize: number, topicCount: number): Float64Array {
  const beta = new Float64Array(lambda.length);
  for (let topic = 0; topic < topicCount; topic++) {
    const column = lambda.subarray(topic * vocabularySize, (topic + 1) * vocabularySize);
    const total = digamma(column.reduce((sum, value) => sum + value, 0));
    for (let term = 0; term < vocabularySize; term++) {
      beta[topic * vocabularySize + term] = Math.exp(digamma(column[term]) - total);
    }
  }
  return beta;
}

interface TopicModel {
  readonly beta: Float64Array;
  readonly vocabularySize: number;
  readonly alpha: Float64Array;
  /** The first guess of a document's topics. */
  readonly start: Float64Array;
}

function inferTopics(input: VectorRegister, row: number, model: TopicModel): Float64Array {
  const { beta, vocabularySize, alpha } = model;
  const topicCount = alpha.length;
  const start = input.starts[row];
  const counts = input.values.subarray(start, input.starts[row + 1]);
  if (!counts.some((count) => count !== 0)) return new Float64Array(topicCount);
  const gamma = model.start.slice();
  const weights = new Float64Array(topicCount);
  const termAt = (at: number) => (input.isSparse(row) ? input.indices[start + at] : at);
  for (let round = 0, change = 1; round < MAX_ROUNDS && change > 1e-3; round++) {
    const total = digamma(gamma.reduce((sum, value) => sum + value, 0));
    for (let topic = 0; topic < topicCount; topic++) weights[topic] = Math.exp(digamma(gamma[topic]) - total);
    const next = new Float64Array(topicCount);
    for (let at = 0; at < counts.length; at++) {
      const term = termAt(at);
      let phi = 1e-100;
      for (let topic = 0; topic < topicCount; topic++) phi += beta[topic * vocabularySize + term] * weights[topic];
      for (let topic = 0; topic < topicCount; topic++)
        next[topic] += (beta[topic * vocabularySize + term] * counts[at]) / phi;
    }
    change = 0;
    for (let topic = 0; topic < topicCount; topic++) {
      const value = weights[topic] * next[topic] + alpha[topic];
      change += Math.abs(value - gamma[topic]) / topicCount;
      gamma[topic] = value;
    }
  }
  const sum = gamma.reduce((total, value) => total + value, 0);
  return gamma.map((value) => value / sum);
}
