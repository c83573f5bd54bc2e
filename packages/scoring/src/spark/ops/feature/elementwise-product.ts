import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { vectorStage } from '../../save/vector-stage.ts';
import { scaleEntries } from './scale-entries.ts';

interface ElementwiseProduct {
  readonly factors: Float64Array;
}

/** `elementwise_product`: x * factor, entry by entry. Source: MLeap `ElementwiseProductModel.scala`. */
export const elementwiseProduct = operator<ElementwiseProduct>({
  op: 'elementwise_product',
  bundle: { read: (attributes) => ({ factors: attributes.numbers('scaling_vec') }) },
  write: ({ factors }) => ({ attributes: { scaling_vec: bundleValue.vector(factors) } }),
  spark: vectorStage('ElementwiseProduct', (stage) => {
    const factors = Float64Array.from(stage.params.vector('scalingVec'));
    return { parameters: { factors }, size: factors.length };
  }),
  compile: ({ factors }, ports, context) => scaleEntries(factors, ports, context),
});
