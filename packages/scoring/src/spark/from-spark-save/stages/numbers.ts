import { present } from '../../../util/present.ts';
import { scalar, vector } from '../../../frame/data-type.ts';
import type { MapStage, StageTable } from '../map-stage.ts';
import { scalarShape, vectorShape } from '../node.ts';
import { sparkImputer } from '../../ops/spark-only/imputer.ts';
import { vectorSizeHint } from '../../ops/spark-only/vector-size-hint.ts';
import { makeNode } from '../node.ts';
import { columnPairs, step } from './ports.ts';

/** Stages over plain numbers, and the hint of a vector's size. */
export const numbers: StageTable = {
  Binarizer: (stage, mapping) => {
    const thresholds = stage.params.has('thresholds')
      ? stage.params.numbers('thresholds')
      : [stage.params.number('threshold', 0)];
    return columnPairs(stage).map((pair, at) => {
      const { type, size } = mapping.columns.info(pair.input);
      const isVector = type?.shape === 'tensor';
      const shape = isVector ? vectorShape : scalarShape;
      return step(stage, mapping, pair, {
        op: 'binarizer',
        attributes: {
          threshold: thresholds[at] ?? thresholds[0],
          input_shapes: [shape],
          keeps_nulls: stage.isBefore(4),
          active_only: stage.isBefore(3),
        },
        info: isVector ? { type: vector(size), ...present({ size }) } : { type: scalar('double') },
      });
    });
  },
  Bucketizer: (stage, mapping) => {
    const pairs = columnPairs(stage);
    const splits = stage.params.has('splitsArray')
      ? stage.params.numberLists('splitsArray')
      : pairs.map(() => stage.params.numbers('splits'));
    const mode = stage.params.string('handleInvalid', 'error');
    return pairs.map((pair, at) => {
      const own = splits[at];
      if (own === undefined) throw stage.bad(`has splits for ${splits.length} of its ${pairs.length} columns`);
      const levels = own.length - 1 + (mode === 'keep' ? 1 : 0);
      return step(stage, mapping, pair, {
        op: 'bucketizer',
        attributes: { splits: own, handle_invalid: mode },
        info: { type: scalar('double'), slots: [{ name: pair.output, levels }] },
      });
    });
  },
  ImputerModel: (stage, mapping) => {
    const cell = stage.cell();
    const missing = stage.params.number('missingValue', Number.NaN);
    return columnPairs(stage).map((pair) => {
      const type = mapping.columns.info(pair.input).type ?? scalar('double');
      return step(stage, mapping, pair, {
        op: 'imputer',
        attributes: { surrogate_value: cell.number(pair.input), missing_value: missing, base: type.base },
        info: { type },
        ownOp: sparkImputer,
      });
    });
  },
  VectorSizeHint: hintSize,
};

/** The column stays as it is: rows of another size are refused or dropped, and later stages know the size. */
function hintSize(...[stage, { columns }]: Parameters<MapStage>): ReturnType<MapStage> {
  const input = stage.params.string('inputCol');
  const size = stage.params.integer('size');
  const mode = stage.params.string('handleInvalid', 'error');
  const from = columns.read(input);
  const info = { ...columns.info(input), type: vector(size), size };
  if (mode === 'optimistic') {
    columns.describe(input, info);
    return [];
  }
  const output = columns.rewrite(input, info);
  const attributes = { size, handle_invalid: mode };
  return [makeNode(stage, { op: 'vector_size_hint', attributes }, { input: from }, { output }, vectorSizeHint)];
}
