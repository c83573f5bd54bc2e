import type { SavedMatrix } from './cells.ts';
import type { SavedStage } from './saved-stage.ts';

/** What an LDA model learned. */
export interface SavedTopics {
  /** [vocabulary, topics]. */
  readonly topics: SavedMatrix;
  readonly concentration: Float64Array;
  readonly gammaShape: number;
  /** Of the fit. */
  readonly topicConcentration: number;
}

/** The topics of either class of LDA model. */
export function savedTopics(stage: SavedStage): SavedTopics {
  if (stage.kind === 'DistributedLDAModel') return readTopicCounts(stage);
  const cell = stage.cell();
  return {
    topics: cell.matrix('topicsMatrix'),
    concentration: cell.vector('docConcentration'),
    gammaShape: cell.number('gammaShape'),
    topicConcentration: cell.number('topicConcentration'),
  };
}

/** A model of the EM optimizer scores as its local form: the counts of its terms, whose vertices are numbered from -1 down. */
function readTopicCounts(stage: SavedStage): SavedTopics {
  const { fields } = stage.child('oldModel').metadata;
  const [rowCount, columnCount] = [Number(fields['vocabSize']), Number(fields['k'])];
  const concentration = fields['docConcentration'];
  if (!(rowCount * columnCount <= 2 ** 27) || !Array.isArray(concentration)) throw stage.bad('has a broken oldModel');
  const values = new Float64Array(rowCount * columnCount);
  for (const cell of stage.cells('oldModel/data/topicCounts')) {
    const term = -cell.number('id') - 1;
    if (term < 0) continue; // a document
    const weights = cell.vector('topicWeights');
    if (weights.length !== columnCount || term >= rowCount) throw stage.bad('has a broken oldModel');
    for (const [topic, weight] of weights.entries()) values[topic * rowCount + term] = weight;
  }
  return {
    topics: { rowCount, columnCount, values },
    concentration: Float64Array.from(concentration as number[]),
    gammaShape: Number(fields['gammaShape']),
    topicConcentration: Number(fields['topicConcentration']),
  };
}
