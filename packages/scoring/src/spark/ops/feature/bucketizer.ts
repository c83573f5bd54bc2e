import { scalar } from '../../../frame/data-type.ts';
import { javaDoubleText } from '../../../text/java-double-text.ts';
import { bundleValue, orNull } from '../../attributes/bundle-value.ts';
import { attributeHandleInvalid, type HandleInvalid, stageHandleInvalid } from '../../handle-invalid.ts';
import { operator } from '../../operator.ts';
import { mapNumbers } from '../../plan/map-numbers.ts';
import { columnPairs, pairNode } from '../../save/column-pairs.ts';

interface Bucketizer {
  /** Ascending, two at least. */
  readonly splits: Float64Array;
  readonly handleInvalid: HandleInvalid;
}

/**
 * `bucketizer`: the bucket i with splits[i] <= x < splits[i + 1], the last one closed above. Out of bounds is refused in
 * every mode; NaN goes to a bucket of its own, drops the row, or is refused.
 * Source: MLeap `BucketizerModel.scala`, `BucketizerUtil`.
 */
export const bucketizer = operator<Bucketizer>({
  op: 'bucketizer',
  bundle: {
    read: (attributes) => ({
      splits: withInfiniteEnds(attributes.numbers('splits')),
      handleInvalid: attributeHandleInvalid(attributes),
    }),
  },
  write: ({ splits, handleInvalid }) => ({
    attributes: { splits: orNull(bundleValue.doubles(splits)), handle_invalid: bundleValue.string(handleInvalid) },
  }),
  spark: {
    classes: ['Bucketizer'],
    read: (stage, scope) => {
      const pairs = columnPairs(stage);
      const splits = stage.params.has('splitsArray')
        ? stage.params.numberLists('splitsArray')
        : pairs.map(() => stage.params.numbers('splits'));
      const handleInvalid = stageHandleInvalid(stage);
      return pairs.map((pair, at) => {
        const own = splits[at];
        if (own === undefined) throw stage.bad(`has splits for ${splits.length} of its ${pairs.length} columns`);
        const levels = own.length - 1 + (handleInvalid === 'keep' ? 1 : 0);
        return pairNode(scope, pair, {
          parameters: { splits: Float64Array.from(own), handleInvalid },
          info: { type: scalar('double'), slots: [{ name: pair.output, levels }] },
          canSkip: handleInvalid === 'skip',
        });
      });
    },
  },
  compile({ splits, handleInvalid }, ports, context) {
    if (splits.length < 2) throw context.bad(`has ${splits.length} splits; two are needed`);
    if (splits.some((split, at) => !(at === 0 || split >= splits[at - 1])))
      throw context.bad('has splits out of order');
    const input = ports.numbers('input');
    const output = ports.outputNumbers('output');
    const isSkipping = handleInvalid === 'skip';
    const bucket = (value: number, row: number): number => {
      if (value !== value) {
        if (handleInvalid === 'keep') return splits.length - 1;
        if (isSkipping) context.skip(row);
        else context.fail(row, { code: 'invalid_value', message: nanMessage, value, input });
        return Number.NaN;
      }
      const found = findBucket(splits, value);
      if (found < 0) context.fail(row, { code: 'invalid_value', message: boundsMessage(value, splits), value, input });
      return found;
    };
    const kernel = mapNumbers(input, output, bucket);
    if (!isSkipping) return kernel;
    return (rowCount) => {
      kernel(rowCount);
      for (let row = 0; row < rowCount; row++) if (input.isNull(row)) context.skip(row);
    };
  },
});

/** JSON loses the infinities, which are read as NaN. */
function withInfiniteEnds(numbers: Float64Array): Float64Array {
  const splits = numbers.slice();
  if (Number.isNaN(splits[0])) splits[0] = -Infinity;
  if (Number.isNaN(splits[splits.length - 1])) splits[splits.length - 1] = Infinity;
  return splits;
}

const nanMessage = 'Bucketizer encountered NaN value. To handle or skip NaNs, try setting Bucketizer.handleInvalid';

function boundsMessage(value: number, splits: Float64Array): string {
  const [low, high] = [javaDoubleText(splits[0]), javaDoubleText(splits[splits.length - 1])];
  const remedy = 'Check your features, or loosen the lower/upper bound constraints';
  return `Feature value ${javaDoubleText(value)} out of Bucketizer bounds [${low}, ${high}]. ${remedy}`;
}

/** -1 when out of bounds. -0 counts as less than 0, as in Java's ordering of doubles. */
function findBucket(splits: Float64Array, value: number): number {
  const last = splits.length - 1;
  if (value === splits[last]) return last - 1;
  let low = 0;
  let high = last;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (isBelow(splits[middle], value)) low = middle + 1;
    else if (isBelow(value, splits[middle])) high = middle - 1;
    else return middle;
  }
  return low === 0 || low > last ? -1 : low - 1;
}

function isBelow(a: number, b: number): boolean {
  return a < b || (a === 0 && b === 0 && Object.is(a, -0) && Object.is(b, 0));
}
