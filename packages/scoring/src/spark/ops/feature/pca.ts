import type { Op } from '../../op.ts';
import { dotRow, mapVectors } from '../../plan/map-vectors.ts';

/** `pca`: the transposed components times x, without centring; dense. The matrix is column-major. Source: MLeap `PcaModel.scala`. */
export const pca: Op = {
  name: 'pca',
  compile(context) {
    const { dimensions, values } = context.attributes.tensor('principal_components');
    const [featureCount = 0, componentCount = 0] = dimensions;
    if (dimensions.length !== 2) throw context.bad('has components that are no matrix');
    const input = context.vectors('input', featureCount);
    const output = context.outputVectors('output', componentCount);
    const each = (row: number) => {
      output.room(componentCount);
      for (let at = 0; at < componentCount; at++) {
        output.values[output.length + at] = dotRow(input, row, values, at * featureCount);
      }
      output.closeDense(componentCount);
    };
    return mapVectors(context, input, output, each, featureCount);
  },
};
