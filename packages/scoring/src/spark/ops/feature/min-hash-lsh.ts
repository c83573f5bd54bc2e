import { operator } from '../../operator.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { vectorStage } from '../../save/vector-stage.ts';
import { hashVectors } from './hash-vectors.ts';

/** As many coefficients `a` as `b`. */
interface MinHashLsh {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

const PRIME = 2038074743;

/**
 * `min_hash_lsh`: the least of ((1 + e) * a + b) mod 2038074743 over the positions e of nonzero entries. MLeap
 * calculates in 32 bits and so may give negative hashes; Spark in 64.
 * Source: MLeap `MinHashLSHModel.scala`, Spark 4.1 `MinHashLSH`.
 */
export const minHashLsh = operator<MinHashLsh>({
  op: 'min_hash_lsh',
  bundle: {
    read: (attributes) => ({
      a: attributes.integers('random_coefficients_a'),
      b: attributes.integers('random_coefficients_b'),
    }),
  },
  write: (_hashes, { refuse }) => {
    throw refuse('calculates hashes in 32 bits, which gives others than Spark has');
  },
  spark: vectorStage('MinHashLSHModel', (stage) => {
    const pairs = stage.cell().numbers('randCoefficients');
    const every = (parity: number) => Int32Array.from(pairs.filter((_, at) => at % 2 === parity));
    return { parameters: { a: every(0), b: every(1) }, size: undefined };
  }),
  compile({ a, b }, ports, context) {
    if (a.length !== b.length) throw context.bad(`has ${a.length} coefficients a and ${b.length} coefficients b`);
    const hashOf = context.semantics === 'spark' ? hash64 : hash32;
    const hash = (input: VectorRegister, row: number) => {
      const positions = nonzeroPositions(input, row);
      if (positions.length > 0) {
        return Array.from(a, (factor, at) =>
          positions.reduce((least, e) => Math.min(least, hashOf(e, factor, b[at])), Infinity),
        );
      }
      const message = 'Must have at least 1 non zero entry';
      context.fail(row, { code: 'invalid_value', message, value: undefined, input });
      return [];
    };
    return hashVectors({ hash }, ports, context);
  },
});

function hash32(position: number, a: number, b: number): number {
  return ((Math.imul(1 + position, a) + b) | 0) % PRIME;
}

function hash64(position: number, a: number, b: number): number {
  return Number((BigInt(1 + position) * BigInt(a) + BigInt(b)) % BigInt(PRIME));
}

function nonzeroPositions(input: VectorRegister, row: number): number[] {
  const positions: number[] = [];
  const start = input.starts[row];
  for (let at = start; at < input.starts[row + 1]; at++) {
    if (input.values[at] !== 0) positions.push(input.isSparse(row) ? input.indices[at] : at - start);
  }
  return positions;
}
