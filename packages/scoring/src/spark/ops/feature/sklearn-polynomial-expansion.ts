import { operator } from '../../operator.ts';
import { denseRow } from '../../plan/dense-row.ts';
import { mapVectors, openVectorMap } from '../../plan/map-vectors.ts';

/** The products that are made, each of some features to some powers. */
interface SklearnPolynomialExpansion {
  readonly products: readonly (readonly Power[])[];
}

interface Power {
  readonly feature: number;
  readonly power: number;
}

/** `sklearn_polynomial_expansion`: products of powers given as text, such as `[x0,x1,x0^2,x0 x1]`; dense. */
export const sklearnPolynomialExpansion = operator<SklearnPolynomialExpansion>({
  op: 'sklearn_polynomial_expansion',
  bundle: { read: (attributes) => ({ products: readProducts(attributes.string('combinations')) }) },
  compile({ products }, ports, context) {
    const map = openVectorMap(ports, undefined, products.length);
    const { input, output } = map;
    const scratch = { values: new Float64Array(0) };
    return mapVectors(context, map, (row) => {
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
});

function readProducts(combinations: string): Power[][] {
  const pieces = combinations.replace(/^\[|\]$/g, '').split(',');
  return pieces.map((piece) =>
    Array.from(piece.matchAll(/x(\d{1,9})(?:\^(\d{1,9}))?/g), ([, feature, power]) => ({
      feature: Number(feature),
      power: Number(power ?? 1),
    })),
  );
}
