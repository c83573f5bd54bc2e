import type { Op } from '../../op.ts';
import { denseRow, mapVectors } from '../../plan/old-map-vectors.ts';

/** `sklearn_polynomial_expansion`: products of powers given as text, such as `[x0,x1,x0^2,x0 x1]`; dense. */
export const sklearnPolynomialExpansion: Op = {
  name: 'sklearn_polynomial_expansion',
  compile(context) {
    const text = context.attributes.string('combinations').replace(/^\[|\]$/g, '');
    const products = text.split(',').map((piece) =>
      Array.from(piece.matchAll(/x(\d{1,9})(?:\^(\d{1,9}))?/g), ([, feature, power]) => ({
        feature: Number(feature),
        power: Number(power ?? 1),
      })),
    );
    const input = context.vectors('input');
    const output = context.outputVectors('output', products.length);
    const scratch = { values: new Float64Array(0) };
    return mapVectors(context, input, output, (row) => {
      const values = denseRow(input, row, scratch);
      output.room(products.length);
      products.forEach((factors, at) => {
        let product = 1;
        for (const { feature, power } of factors) product *= values[feature] ** power;
        output.values[output.length + at] = product;
      });
      output.closeDense(products.length);
    });
  },
};
