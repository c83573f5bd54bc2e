import { vector } from '../../../frame/data-type.ts';
import { type HandleInvalid, stageHandleInvalid } from '../../handle-invalid.ts';
import { operator } from '../../operator.ts';

interface VectorSizeHint {
  readonly size: number;
  readonly handleInvalid: HandleInvalid;
}

/**
 * `vector_size_hint`: refuses or drops nulls and vectors of another size. The column stays as it is, and later stages know the
 * size. Source: Spark `VectorSizeHint.transform`.
 */
export const vectorSizeHint = operator<VectorSizeHint>({
  op: 'vector_size_hint',
  write: ({ handleInvalid }, { refuse }) => {
    if (handleInvalid === 'skip') throw refuse('drops no vectors of another size (handleInvalid "skip")');
    return { attributes: {}, isLeftOut: true };
  },
  spark: {
    classes: ['VectorSizeHint'],
    read: (stage, { columns }) => {
      const name = stage.params.string('inputCol');
      const size = stage.params.integer('size');
      const isOptimistic = stage.params.string('handleInvalid', 'error') === 'optimistic';
      const input = columns.read(name);
      const info = { ...columns.info(name), type: vector(size), size };
      if (isOptimistic) {
        columns.describe(name, info);
        return [];
      }
      const handleInvalid = stageHandleInvalid(stage, ['error', 'skip']);
      const outputs = { output: columns.rewrite(name, info) };
      return [{ parameters: { size, handleInvalid }, inputs: { input }, outputs, canSkip: handleInvalid === 'skip' }];
    },
  },
  compile({ size, handleInvalid }, ports, context) {
    const input = ports.vectors('input');
    const output = ports.outputVectors('output', size);
    return (rowCount) => {
      output.adopt(input.toColumn(), rowCount);
      for (let row = 0; row < rowCount; row++) {
        const isNull = input.isNull(row);
        const found = input.sizes[row];
        if (!isNull && found === size) continue;
        if (handleInvalid === 'skip') context.skip(row);
        else if (isNull) context.fail(row, { code: 'null_value', message: nullMessage, value: null, input });
        else {
          const message = `VectorSizeHint expecting a vector of size ${size} but got ${found}`;
          context.fail(row, { code: 'wrong_size', message, value: found, input });
        }
      }
    };
  },
});

const nullMessage = `Got null vector in VectorSizeHint, set \`handleInvalid\` to 'skip' to filter invalid rows.`;
