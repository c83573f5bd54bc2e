import { scalar, vector } from '../../../frame/data-type.ts';
import { present } from '../../../util/present.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { dataShape } from '../../attributes/data-shape.ts';
import { shapeType } from '../../attributes/shape-type.ts';
import { operator } from '../../operator.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import { columnPairs, pairNode } from '../../save/column-pairs.ts';
import { type BinarizedColumn, binarizeColumn } from './binarize-column.ts';

/** Its columns, one or several. */
export interface Binarizer {
  readonly columns: readonly BinarizedColumn[];
}

/**
 * `binarizer`: 1 where x > threshold, else 0 (NaN too); a vector's result is compressed. Of a sparse vector MLeap looks at the
 * active entries only; Spark also at the zeros, and below 0 it takes a NaN for above. The form of several columns (`thresholds`),
 * which MLeap refuses, is read. Source: MLeap `BinarizerModel.scala`, Spark 4.1 `Binarizer`.
 */
export const binarizer = operator<Binarizer>({
  op: 'binarizer',
  bundle: { read: readBinarizer },
  write: ({ columns: [{ threshold, type, activeOnly }] }, { refuse }) => {
    if (type.shape === 'tensor' && threshold < 0 && activeOnly !== true)
      throw refuse('leaves the zeros of sparse vectors at 0, which are above a threshold below 0');
    return {
      attributes: { threshold: bundleValue.double(threshold), input_shapes: bundleValue.shape(dataShape(type)) },
    };
  },
  spark: {
    classes: ['Binarizer'],
    read: (stage, scope) => {
      const thresholds = stage.params.has('thresholds')
        ? stage.params.numbers('thresholds')
        : [stage.params.number('threshold', 0)];
      const rules = { port: '', keepsNulls: stage.isBefore(4), activeOnly: stage.isBefore(3) };
      return columnPairs(stage).map((pair, at) => {
        const { type, size } = scope.columns.info(pair.input);
        const isVector = type?.shape === 'tensor';
        const threshold = thresholds[at] ?? thresholds[0];
        return pairNode(scope, pair, {
          parameters: { columns: [{ ...rules, threshold, type: isVector ? vector() : scalar('double') }] },
          info: isVector ? { type: vector(size), ...present({ size }) } : { type: scalar('double') },
        });
      });
    },
  },
  compile: compileBinarizer,
});

/** A column alone has the ports `input` and `output`, several have `input0`, `output0` ... */
export function readBinarizer(attributes: Attributes): Binarizer {
  const hasOne = attributes.has('threshold');
  const hasSeveral = attributes.has('thresholds');
  if (hasOne === hasSeveral) {
    throw attributes.bad(
      hasOne ? 'Both thresholds and threshold were found' : 'Neither threshold nor thresholds were found',
    );
  }
  if (hasOne) {
    const [shape] = attributes.shapes('input_shapes', attributes.shapes('input_shape', []));
    return { columns: [{ port: '', threshold: attributes.number('threshold'), type: shapeType(shape) }] };
  }
  const shapes = attributes.shapes('input_shapes_list', []);
  const columns = Array.from(attributes.numbers('thresholds'), (threshold, at) => {
    return { port: String(at), threshold, type: shapeType(shapes[at]) };
  });
  return { columns };
}

export function compileBinarizer({ columns }: Binarizer, ports: Ports, context: NodeContext): Kernel {
  const kernels = columns.map((column) => binarizeColumn(column, ports, context));
  return (rowCount) => kernels.forEach((kernel) => kernel(rowCount));
}
