import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { type SelectedEntries, selectEntries, selectionNode } from './select-entries.ts';

/** `chi_sq_selector`: the entries that were chosen, in ascending order; Spark's other selectors are the same once they are fitted. */
export const chiSqSelector = operator<SelectedEntries>({
  op: 'chi_sq_selector',
  bundle: { read: (attributes) => ({ positions: [...attributes.integers('filter_indices')] }) },
  write: ({ positions }, { inputSize }) => ({
    attributes: { filter_indices: bundleValue.longs(positions), input_size: bundleValue.int(inputSize('input')) },
  }),
  spark: {
    classes: ['ChiSqSelectorModel', 'UnivariateFeatureSelectorModel', 'VarianceThresholdSelectorModel'],
    read: (stage, scope) => {
      const chosen = [...stage.cell().numbers('selectedFeatures')].sort((a, b) => a - b);
      const pair = { input: stage.params.string('featuresCol'), output: stage.params.string('outputCol') };
      return [selectionNode(scope, pair, chosen)];
    },
  },
  compile: selectEntries,
});
