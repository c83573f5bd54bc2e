import { spend } from '../../../util/allowance.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { denseRow } from '../../plan/dense-row.ts';
import { mapVectors, openVectorMap } from '../../plan/map-vectors.ts';
import { sameSize, vectorStage } from '../../save/vector-stage.ts';

interface Dct {
  readonly isInverse: boolean;
}

/**
 * `dct`: the orthonormal DCT-II of a vector of any size, or its inverse; dense. The table of cosines is made anew when
 * the size changes. Source: MLeap `DCTModel.scala`.
 */
export const dct = operator<Dct>({
  op: 'dct',
  bundle: { read: (attributes) => ({ isInverse: attributes.boolean('inverse', false) }) },
  write: ({ isInverse }, { inputSize }) => ({
    attributes: { inverse: bundleValue.boolean(isInverse), input_size: bundleValue.int(inputSize('input')) },
  }),
  spark: vectorStage('DCT', ({ params }) => ({
    parameters: { isInverse: params.boolean('inverse', false) },
    size: sameSize,
  })),
  compile({ isInverse }, ports, context) {
    const map = openVectorMap(ports);
    const { input, output } = map;
    const scratch = { values: new Float64Array(0) };
    let cosines = new Float64Array(0);
    return mapVectors(context, map, (row) => {
      const size = input.sizes[row];
      spend(size * size);
      const values = denseRow(input, row, scratch);
      if (cosines.length !== 4 * size) cosines = cosineTable(size);
      output.room(size);
      for (let k = 0; k < size; k++) {
        let sum = 0;
        for (let n = 0; n < size; n++) {
          const [time, frequency] = isInverse ? [k, n] : [n, k];
          const weight = frequency === 0 ? Math.SQRT1_2 : 1;
          sum += values[n] * cosines[((2 * time + 1) * frequency) % (4 * size)] * (isInverse ? weight : 1);
        }
        const scale = Math.sqrt(2 / size) * (!isInverse && k === 0 ? Math.SQRT1_2 : 1);
        output.values[output.length + k] = sum * scale;
      }
      output.closeDense(size);
    });
  },
});

/** cos(pi * i / (2 * size)) for one full turn. */
function cosineTable(size: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: 4 * size }, (_, at) => Math.cos((Math.PI * at) / (2 * size)));
}
