import { javaDoubleText } from '../../../text/java-double-text.ts';
import { readHandleInvalid } from '../../handle-invalid.ts';
import type { Op } from '../../op.ts';
import { mapEntries } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';

/**
 * `vector_indexer`: values of the categorical features become their category numbers; of sparse vectors only active
 * entries. Under `skip` MLeap crashes; the row is dropped, as in Spark. Source: MLeap `VectorIndexerModel.scala`.
 */
export const vectorIndexer: Op = {
  name: 'vector_indexer',
  compile(context) {
    const size = context.attributes.integer('num_features');
    const handleInvalid = readHandleInvalid(context);
    const maps = readMaps(context);
    const input = context.vectors('input', size);
    const output = context.outputVectors('output', size);
    let row = 0;
    const index = (value: number, at: number): number => {
      const map = maps.get(at);
      if (map === undefined) return value;
      const found = value === value ? map.get(value === 0 ? 0 : value) : undefined;
      if (found !== undefined) return found;
      if (handleInvalid === 'skip') context.skip(row);
      else if (handleInvalid === 'error') context.fail(row, 'invalid_value', message(value, at), value, input);
      return map.size;
    };
    const kernel = mapEntries(context, input, output, index, size, (current) => {
      row = current;
    });
    return kernel;
  },
};

function message(value: number, at: number): string {
  const remedy = 'To handle or skip invalid value, try setting VectorIndexer.handleInvalid';
  return `VectorIndexer encountered invalid value ${javaDoubleText(value)} on feature index ${at}. ${remedy}`;
}

function readMaps({ attributes }: NodeContext): Map<number, Map<number, number>> {
  const maps = new Map<number, Map<number, number>>();
  for (const key of attributes.integers('keys', new Float64Array(0))) {
    const values = attributes.numbers(`key_${key}_keys`);
    const numbers = attributes.numbers(`key_${key}_values`);
    maps.set(key, new Map(Array.from(values, (value, at) => [value === 0 ? 0 : value, numbers[at]])));
  }
  return maps;
}
