import { list } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';
import { denseRow, eachVector } from '../../plan/old-map-vectors.ts';

/** `multinomial_labeler`: the values at or above a threshold, and their labels. Source: MLeap `MultinomialLabelerModel.scala`. */
export const multinomialLabeler: Op = {
  name: 'multinomial_labeler',
  compile(context) {
    const threshold = context.attributes.number('threshold');
    const labels = context.attributes.strings('labels');
    const input = context.vectors('features');
    const probabilities = context.outputValues('probabilities', list('double'));
    const names = context.outputValues('labels', list('string'));
    const scratch = { values: new Float64Array(0) };
    const each = (row: number) => {
      const values = denseRow(input, row, scratch);
      const kept = Array.from(values.keys()).filter((at) => values[at] >= threshold);
      probabilities.values[row] = kept.map((at) => values[at]);
      names.values[row] = kept.map((at) => labels[at] ?? null);
      const beyond = kept.find((at) => at >= labels.length);
      if (beyond !== undefined)
        context.fail(row, 'wrong_size', `There is no label for value ${beyond}`, values[beyond], input);
    };
    const loop = eachVector(context, input, each, () => {});
    return (rowCount) => {
      probabilities.values.length = rowCount;
      names.values.length = rowCount;
      loop(rowCount);
    };
  },
};
