import { present } from '../../../util/present.ts';
import { scalar, vector } from '../../../frame/data-type.ts';
import { PackedTexts } from '../../../frame/packed-texts.ts';
import { MAX_SLOTS, type SlotInfo } from '../../save/column-scope.ts';
import type { Mapping, MapStage, StageTable } from '../../save/map-stage.ts';
import { vectorIndexer } from '../../ops/feature/vector-indexer.ts';
import { targetEncoder } from '../../ops/spark-only/target-encoder.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { type ColumnPair, columnPairs, step } from './ports.ts';

/** Stages from labels to numbers and back. */
export const categories: StageTable = {
  StringIndexerModel: indexStrings,
  IndexToString: (stage, mapping) => {
    const pair = { input: stage.params.string('inputCol'), output: stage.params.string('outputCol') };
    const given = stage.params.strings('labels', []);
    const labels = given.length > 0 ? given : mapping.columns.info(pair.input).slots?.[0]?.labels;
    if (labels === undefined) {
      throw stage.bad(`has no labels, and nothing tells those of the column "${pair.input}"`);
    }
    const info = { type: scalar('string') };
    return [
      step(stage, mapping, pair, {
        op: 'reverse_string_indexer',
        attributes: { labels, ansi: mapping.isAnsi, keeps_nulls: stage.isBefore(4) },
        info,
      }),
    ];
  },
  OneHotEncoderModel: (stage, mapping) => {
    const sizes = stage.cell().numbers('categorySizes');
    return columnPairs(stage).map((pair, at) => encodeOneHot(stage, mapping, pair, sizes[at] ?? Number.NaN));
  },
  /** Spark 2.x: fitted to nothing, the number of categories comes from the column. */
  OneHotEncoder: (stage, mapping) => {
    const [pair] = columnPairs(stage) as readonly [ColumnPair];
    const levels = mapping.columns.info(pair.input).slots?.[0]?.levels;
    if (levels === undefined) throw stage.bad(`nothing tells the number of categories of the column "${pair.input}"`);
    return [encodeOneHot(stage, mapping, pair, levels)];
  },
  ...vectorIndexer.stages,
  TargetEncoderModel: encodeTargets,
};

/** Up to Spark 2.4 the data hold `labels` of one column, later `labelsArray` of all. */
function indexStrings(...[stage, mapping]: Parameters<MapStage>): ReturnType<MapStage> {
  const cell = stage.cell();
  const lists = cell.has('labelsArray')
    ? cell.list('labelsArray').map((labels) => cell.toTexts(labels, 'labelsArray'))
    : [cell.texts('labels')];
  const mode = stage.params.string('handleInvalid', 'error');
  return columnPairs(stage).map((pair, at) => {
    const labels = lists[at];
    if (labels === undefined) throw stage.bad(`has labels for ${lists.length} columns only`);
    const unknown = mode === 'keep' ? ['__unknown'] : [];
    const slot: SlotInfo = {
      name: pair.output,
      levels: labels.length + unknown.length,
      // Few ask for them, and there may be millions.
      get labels() {
        return [...(labels instanceof PackedTexts ? labels.toArray() : labels), ...unknown];
      },
    };
    const slots = [slot];
    return step(stage, mapping, pair, {
      op: 'string_indexer',
      attributes: { labels, handle_invalid: mode },
      info: { type: scalar('double'), slots },
    });
  });
}

function encodeOneHot(stage: SavedStage, mapping: Mapping, pair: ColumnPair, size: number) {
  const dropLast = stage.params.boolean('dropLast', true);
  const mode = stage.params.string('handleInvalid', 'error');
  const width = size + (mode === 'keep' ? 1 : 0) - (dropLast ? 1 : 0);
  if (!(Number.isSafeInteger(width) && width >= 0)) throw stage.bad(`has ${size} categories for "${pair.input}"`);
  const labels = width > MAX_SLOTS ? undefined : mapping.columns.info(pair.input).slots?.[0]?.labels;
  const slots =
    width > MAX_SLOTS ? undefined : Array.from({ length: width }, (_, at) => ({ name: labels?.[at] ?? `${at}` }));
  return step(stage, mapping, pair, {
    op: 'one_hot_encoder',
    attributes: { category_sizes: [size], drop_last: dropLast, handle_invalid: mode },
    info: { type: vector(width), size: width, ...present({ slots }) },
  });
}

/** The category that stands for all: its statistics are the prior, its encoding that of unseen categories. */
const GLOBAL = 2147483647;
/** The category of nulls. */
const NULL = -1;

function encodeTargets(...[stage, mapping]: Parameters<MapStage>): ReturnType<MapStage> {
  const smoothing = stage.params.number('smoothing', 0);
  const mode = stage.params.string('handleInvalid', 'error');
  const rows = stage.cells();
  const isBinary = stage.params.string('targetType', 'binary') === 'binary';
  return columnPairs(stage).map((pair, at) => {
    const cell = rows.find((row) => row.number('index') === at);
    if (cell === undefined) throw stage.bad(`has no statistics of the column "${pair.input}"`);
    const keys = cell.numbers('categories');
    const counts = cell.numbers('counts');
    const stats = cell.numbers('stats');
    const global = keys.indexOf(GLOBAL);
    if (global < 0 || counts.length !== keys.length || stats.length !== keys.length) {
      throw stage.bad(`has broken statistics of the column "${pair.input}"`);
    }
    // Binary statistics are numbers of ones, continuous ones are means.
    const mean = (of: number) => (isBinary ? stats[of] / counts[of] : stats[of]);
    const encodings = keys.map((_, of) => {
      if (of === global) return mean(global);
      const weight = counts[of] / (counts[of] + smoothing);
      return weight * mean(of) + (1 - weight) * mean(global);
    });
    return step(stage, mapping, pair, {
      op: 'target_encoder',
      attributes: {
        categories: keys.filter((key) => key !== GLOBAL && key !== NULL),
        encodings: encodings.filter((_, of) => keys[of] !== GLOBAL && keys[of] !== NULL),
        null_encoding: keys.includes(NULL) ? encodings[keys.indexOf(NULL)] : undefined,
        unseen_encoding: encodings[global],
        handle_invalid: mode,
      },
      info: { type: scalar('double') },
      ownOp: targetEncoder,
    });
  });
}
