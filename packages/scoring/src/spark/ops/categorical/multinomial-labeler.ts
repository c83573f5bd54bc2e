import { list } from '../../../frame/data-type.ts';
import { operator } from '../../operator.ts';
import { denseRow } from '../../plan/dense-row.ts';
import { eachVector } from '../../plan/each-vector.ts';

interface MultinomialLabeler {
  readonly threshold: number;
  readonly labels: readonly string[];
}

/** `multinomial_labeler`: the values at or above a threshold, and their labels. Source: MLeap `MultinomialLabelerModel.scala`. */
export const multinomialLabeler = operator<MultinomialLabeler>({
  op: 'multinomial_labeler',
  bundle: {
    read: (attributes) => ({ threshold: attributes.number('threshold'), labels: attributes.strings('labels') }),
  },
  compile({ threshold, labels }, ports, context) {
    const input = ports.vectors('features');
    const probabilities = ports.outputValues('probabilities', list('double'));
    const names = ports.outputValues('labels', list('string'));
    const scratch = { values: new Float64Array(0) };
    const each = (row: number) => {
      const values = denseRow(input, row, scratch);
      const kept = Array.from(values.keys()).filter((at) => values[at] >= threshold);
      probabilities.values[row] = kept.map((at) => values[at]);
      names.values[row] = kept.map((at) => labels[at] ?? null);
      const beyond = kept.find((at) => at >= labels.length);
      if (beyond === undefined) return;
      const message = `There is no label for value ${beyond}`;
      context.fail(row, { code: 'wrong_size', message, value: values[beyond], input });
    };
    const loop = eachVector(context, { input }, { each, empty: () => {} });
    return (rowCount) => {
      probabilities.values.length = rowCount;
      names.values.length = rowCount;
      loop(rowCount);
    };
  },
});
