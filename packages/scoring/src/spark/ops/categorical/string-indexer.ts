import { scalar } from '../../../frame/data-type.ts';
import { textArray, textPositions } from '../../../frame/packed-texts.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { attributeHandleInvalid, type HandleInvalid, stageHandleInvalid } from '../../handle-invalid.ts';
import { operator } from '../../operator.ts';
import type { Texts } from '../../save/cells.ts';
import { type ColumnPair, columnPairs, pairNode } from '../../save/column-pairs.ts';
import type { SlotInfo } from '../../save/column-scope.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { indexColumn } from './index-column.ts';

interface StringIndexer {
  /** The labels of each column. */
  readonly labels: readonly Texts[];
  readonly handleInvalid: HandleInvalid;
}

/**
 * `string_indexer`: a label becomes its position among the labels, its last one if it is listed twice; unseen labels and nulls become
 * their count under `keep`, drop the row under `skip`, and refuse it under `error`. Any number of columns (`input0` ...), or one in
 * the older form (`input`). MLeap refuses a null under `skip` by a crash, Spark drops the row; so do we.
 * Source: MLeap `StringIndexerModel.scala`, `MultiInOutMleapOp.scala`.
 */
export const stringIndexer = operator<StringIndexer>({
  op: 'string_indexer',
  bundle: {
    read: (attributes) => ({
      handleInvalid: attributeHandleInvalid(attributes),
      labels: readLabels(attributes),
    }),
  },
  write: ({ labels: [labels], handleInvalid }) => ({
    attributes: {
      labels_length: bundleValue.int(1),
      labels_array_0: bundleValue.strings(textArray(labels)),
      handle_invalid: bundleValue.string(handleInvalid),
    },
  }),
  spark: {
    classes: ['StringIndexerModel'],
    read: (stage, scope) => {
      const lists = savedLabels(stage);
      const handleInvalid = stageHandleInvalid(stage);
      // As of a label that only training had; where rows are dropped by it, Spark wants it.
      const isPassedOver = ({ input }: ColumnPair) => handleInvalid !== 'skip' && scope.columns.lacks(input);
      return columnPairs(stage).flatMap((pair, at) => {
        if (isPassedOver(pair)) return [];
        const labels = lists[at];
        if (labels === undefined) throw stage.bad(`has labels for ${lists.length} columns only`);
        const slots = [labelSlot(pair.output, labels, handleInvalid)];
        return pairNode(scope, pair, {
          parameters: { labels: [labels], handleInvalid },
          info: { type: scalar('double'), slots },
          canSkip: handleInvalid === 'skip',
        });
      });
    },
  },
  compile({ labels, handleInvalid }, ports, context) {
    const isSingle = ports.hasInput('input');
    const count = isSingle ? 1 : ports.countInputs();
    if (labels.length < count) throw context.bad(`has labels for ${labels.length} of its ${count} columns`);
    const kernels = Array.from({ length: count }, (_, at) => {
      const input = ports.strings(isSingle ? 'input' : `input${at}`);
      const output = ports.outputNumbers(isSingle ? 'output' : `output${at}`, scalar('double', false));
      const table = { positions: textPositions(labels[at]), size: labels[at].length };
      return indexColumn(context, { input, output, ...table, handleInvalid });
    });
    return kernels.length === 1 ? kernels[0] : (rowCount) => kernels.forEach((kernel) => kernel(rowCount));
  },
});

/** `labels_length` is not trusted: some writers always say 1. */
function readLabels(attributes: Attributes): Texts[] {
  const lists: Texts[] = [];
  while (attributes.has(`labels_array_${lists.length}`)) lists.push(attributes.strings(`labels_array_${lists.length}`));
  return lists.length > 0 ? lists : [attributes.strings('labels')];
}

/** Up to Spark 2.4 the data hold `labels` of one column, later `labelsArray` of all. */
function savedLabels(stage: SavedStage): Texts[] {
  const cell = stage.cell();
  return cell.has('labelsArray')
    ? cell.list('labelsArray').map((labels) => cell.toTexts(labels, 'labelsArray'))
    : [cell.texts('labels')];
}

function labelSlot(name: string, labels: Texts, handleInvalid: HandleInvalid): SlotInfo {
  const unknown = handleInvalid === 'keep' ? ['__unknown'] : [];
  return {
    name,
    levels: labels.length + unknown.length,
    // Few ask for them, and there may be millions.
    get labels() {
      return [...textArray(labels), ...unknown];
    },
  };
}
