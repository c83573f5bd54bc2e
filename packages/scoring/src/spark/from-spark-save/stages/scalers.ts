import type { StageTable } from '../map-stage.ts';
import { robustScaler } from '../../ops/spark-only/robust-scaler.ts';
import { sameSize, vectorStage } from './ports.ts';

/** Stages that change a vector number by number. */
export const scalers: StageTable = {
  StandardScalerModel: vectorStage('standard_scaler', (stage) => {
    const cell = stage.cell();
    const [mean, std] = [cell.vector('mean'), cell.vector('std')];
    const withMean = stage.params.boolean('withMean', false);
    const withStd = stage.params.boolean('withStd', true);
    // With neither, Spark gives the vector back as it is: a deviation of one does that.
    const ones = withMean || withStd ? undefined : new Float64Array(std.length).fill(1);
    return { attributes: { mean: withMean ? mean : undefined, std: withStd ? std : ones }, size: std.length };
  }),
  MinMaxScalerModel: vectorStage('min_max_scaler', (stage) => {
    const cell = stage.cell();
    const min = cell.vector('originalMin');
    return {
      attributes: {
        min,
        max: cell.vector('originalMax'),
        minValue: stage.params.number('min', 0),
        maxValue: stage.params.number('max', 1),
      },
      size: min.length,
    };
  }),
  MaxAbsScalerModel: vectorStage('max_abs_scaler', (stage) => {
    const maxAbs = stage.cell().vector('maxAbs');
    return { attributes: { maxAbs }, size: maxAbs.length };
  }),
  RobustScalerModel: vectorStage(
    'robust_scaler',
    (stage) => {
      const cell = stage.cell();
      const range = cell.vector('range');
      return {
        attributes: {
          median: stage.params.boolean('withCentering', false) ? cell.vector('median') : undefined,
          range: stage.params.boolean('withScaling', true) ? range : undefined,
        },
        size: range.length,
      };
    },
    robustScaler,
  ),
  Normalizer: vectorStage('normalizer', (stage) => ({
    attributes: { p_norm: stage.params.number('p', 2) },
    size: sameSize,
  })),
  ElementwiseProduct: vectorStage('elementwise_product', (stage) => {
    const factors = Float64Array.from(stage.params.vector('scalingVec'));
    return { attributes: { scaling_vec: factors }, size: factors.length };
  }),
  IDFModel: vectorStage('idf', (stage) => {
    const idf = stage.cell().vector('idf');
    return { attributes: { idf }, size: idf.length };
  }),
  DCT: vectorStage('dct', (stage) => ({
    attributes: { inverse: stage.params.boolean('inverse', false) },
    size: sameSize,
  })),
  PCAModel: vectorStage('pca', (stage) => {
    const components = stage.cell().matrix('pc');
    return { attributes: { principal_components: components }, size: components.columnCount };
  }),
  PolynomialExpansion: vectorStage('polynomial_expansion', (stage) => {
    const degree = stage.params.integer('degree', 2);
    return { attributes: { degree }, size: (inputSize) => expandedSize(inputSize, degree) };
  }),
  BucketedRandomProjectionLSHModel: vectorStage('bucketed_random_projection_lsh', (stage) => {
    const { values, rowCount, columnCount } = stage.cell().matrix('randUnitVectors');
    const vectors = Array.from({ length: rowCount }, (_, row) =>
      Float64Array.from({ length: columnCount }, (_none, column) => values[column * rowCount + row]),
    );
    const attributes = { random_unit_vectors: vectors, bucket_length: stage.params.number('bucketLength') };
    return { attributes, size: undefined };
  }),
  MinHashLSHModel: vectorStage('min_hash_lsh', (stage) => {
    const pairs = stage.cell().numbers('randCoefficients');
    return {
      attributes: {
        random_coefficients_a: pairs.filter((_, at) => at % 2 === 0),
        random_coefficients_b: pairs.filter((_, at) => at % 2 === 1),
      },
      size: undefined,
    };
  }),
};

/**
 * Number of monomials of up to `degree` in `inputSize` variables, without the constant; undefined if they are too many
 * for a vector.
 */
function expandedSize(inputSize: number, degree: number): number | undefined {
  let size = 1;
  for (let at = 1; at <= degree && size <= 2 ** 31; at++) size = (size * (inputSize + at)) / at;
  return size - 1 < 2 ** 31 ? Math.round(size) - 1 : undefined;
}
