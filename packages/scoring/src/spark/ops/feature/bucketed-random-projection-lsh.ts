import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { dotRow, weightsOf } from '../../plan/dot-row.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { vectorStage } from '../../save/vector-stage.ts';
import { hashVectors } from './hash-vectors.ts';

interface BucketedRandomProjectionLsh {
  /** Random vectors of one size. */
  readonly vectors: readonly Float64Array[];
  readonly bucketLength: number;
}

/**
 * `bucketed_random_projection_lsh`: floor(x * r / bucket length) for each random vector r.
 * Source: MLeap `BucketedRandomProjectionLSHModel.scala`.
 */
export const bucketedRandomProjectionLsh = operator<BucketedRandomProjectionLsh>({
  op: 'bucketed_random_projection_lsh',
  bundle: {
    read: (attributes) => ({
      vectors: attributes.tensors('random_unit_vectors'),
      bucketLength: attributes.number('bucket_length'),
    }),
  },
  write: ({ vectors, bucketLength }) => ({
    attributes: {
      random_unit_vectors: bundleValue.vectors(vectors),
      bucket_length: bundleValue.double(bucketLength),
      input_size: bundleValue.int(vectors[0]?.length ?? 0),
    },
  }),
  spark: vectorStage('BucketedRandomProjectionLSHModel', (stage) => {
    const { values, rowCount, columnCount } = stage.cell().matrix('randUnitVectors');
    const vectors = Array.from({ length: rowCount }, (_, row) =>
      Float64Array.from({ length: columnCount }, (_none, column) => values[column * rowCount + row]),
    );
    return { parameters: { vectors, bucketLength: stage.params.number('bucketLength') }, size: undefined };
  }),
  compile({ vectors, bucketLength }, ports, context) {
    const size = vectors[0]?.length ?? 0;
    if (vectors.some((vector) => vector.length !== size)) throw context.bad('has random vectors of different sizes');
    const weights = vectors.map(weightsOf);
    const hash = (input: VectorRegister, row: number) =>
      weights.map((one) => Math.floor(dotRow(input, row, one) / bucketLength));
    return hashVectors({ size, hash }, ports, context);
  },
});
