import { defined } from '../../../util/defined.ts';
import { scalar, vector } from '../../../frame/data-type.ts';
import type { ClusterRecord } from '../../model/cluster-record.ts';
import type { SavedMatrix } from '../../save/cells.ts';
import type { Mapping, MapStage, StageTable } from '../../save/map-stage.ts';
import { makeNode, type ModelParts } from '../../save/node.ts';
import { cosineKMeans } from '../../ops/spark-only/cosine-k-means.ts';
import type { SavedStage } from '../../save/saved-stage.ts';

/** The clusterings, and recommendation. */
export const clusterers: StageTable = {
  KMeansModel: (stage, { columns }) => {
    const rows = stage.cells().sort((a, b) => a.number('clusterIdx') - b.number('clusterIdx'));
    const centers = rows.map((row) => row.vector('clusterCenter'));
    // Spark 3.1 began to look whether it found a nearest centre.
    const attributes = { cluster_centers: centers, takes_nan: stage.isBefore(3, 1) };
    const features = columns.read(stage.params.string('featuresCol', 'features'));
    const prediction = columns.write(stage.params.string('predictionCol'), { type: scalar('int') });
    const isCosine = stage.params.string('distanceMeasure', 'euclidean') === 'cosine';
    const own = isCosine ? cosineKMeans : undefined;
    return [makeNode(stage, { op: 'k_means', attributes }, { features }, { prediction }, own)];
  },
  BisectingKMeansModel: bisect,
  GaussianMixtureModel: (stage, { columns }) => {
    const cell = stage.cell();
    const means = cell.list('mus').map((mean) => cell.toVector(mean, 'mus'));
    const attributes = {
      weights: cell.numbers('weights'),
      means,
      covs: cell.list('sigmas').map((sigma) => cell.toMatrix(sigma, 'sigmas').values),
    };
    const features = columns.read(stage.params.string('featuresCol', 'features'));
    const outputs: Record<string, string> = {};
    const probability = stage.params.string('probabilityCol', '');
    const size = means.length;
    const prediction = stage.params.string('predictionCol', '');
    if (prediction !== '') outputs['prediction'] = columns.write(prediction, { type: scalar('int') });
    if (probability !== '') outputs['probability'] = columns.write(probability, { type: vector(size), size });
    return [makeNode(stage, { op: 'gaussian_mixture', attributes }, { features }, outputs)];
  },
  LocalLDAModel: (stage, mapping) => {
    const cell = stage.cell();
    const parts = {
      topics: cell.matrix('topicsMatrix'),
      concentration: cell.vector('docConcentration'),
      gammaShape: cell.number('gammaShape'),
    };
    return [inferTopics(stage, mapping, parts)];
  },
  DistributedLDAModel: (stage, mapping) => [inferTopics(stage, mapping, readTopicCounts(stage))],
  ALSModel: recommend,
};

function recommend(...[stage, { columns }]: Parameters<MapStage>): ReturnType<MapStage> {
  const factors = (folder: string) => {
    const rows = stage.cells(folder);
    return { ids: rows.map((row) => row.number('id')), vectors: rows.map((row) => row.numbers('features')) };
  };
  const [users, items] = [factors('userFactors'), factors('itemFactors')];
  const attributes = {
    users: users.ids,
    user_factors: users.vectors,
    items: items.ids,
    item_factors: items.vectors,
    rank: stage.count('rank'),
    handle_invalid: stage.params.string('coldStartStrategy', 'nan').toLowerCase() === 'drop' ? 'skip' : 'keep',
  };
  const user = columns.read(stage.params.string('userCol', 'user'));
  const item = columns.read(stage.params.string('itemCol', 'item'));
  const prediction = columns.write(stage.params.string('predictionCol'), { type: scalar('float') });
  return [makeNode(stage, { op: 'als', attributes }, { user, item }, { prediction })];
}

interface TopicParts {
  readonly topics: SavedMatrix;
  readonly concentration: Float64Array;
  readonly gammaShape: number;
}

/** The first guess of a document is drawn at random; a model that was loaded has another seed each time, so ours is fixed. */
function inferTopics(stage: SavedStage, { columns }: Mapping, { topics, concentration, gammaShape }: TopicParts) {
  const attributes = {
    topicMatrix: topics,
    docConcentration: concentration,
    gamma_shape: gammaShape,
  };
  const features = columns.read(stage.params.string('featuresCol', 'features'));
  const size = topics.columnCount;
  const prediction = columns.write(stage.params.string('topicDistributionCol', 'topicDistribution'), {
    type: vector(size),
    size,
  });
  return makeNode(stage, { op: 'lda_local_model_op', attributes }, { features }, { prediction });
}

/** A model of the EM optimizer scores as its local form: the counts of its terms, whose vertices are numbered from -1 down. */
function readTopicCounts(stage: SavedStage): TopicParts {
  const { fields } = stage.child('oldModel').metadata;
  const [rowCount, columnCount] = [Number(fields['vocabSize']), Number(fields['k'])];
  const concentration = fields['docConcentration'];
  if (!(rowCount * columnCount <= 2 ** 27) || !Array.isArray(concentration)) throw stage.bad('has a broken oldModel');
  const values = new Float64Array(rowCount * columnCount);
  for (const cell of stage.cells('oldModel/data/topicCounts')) {
    const term = -cell.number('id') - 1;
    if (term < 0) continue; // a document
    const weights = cell.vector('topicWeights');
    for (let topic = 0; topic < columnCount; topic++) values[topic * rowCount + term] = weights[topic];
  }
  return {
    topics: { rowCount, columnCount, values },
    concentration: Float64Array.from(concentration as number[]),
    gammaShape: Number(fields['gammaShape']),
  };
}

function bisect(...[stage, { columns }]: Parameters<MapStage>): ReturnType<MapStage> {
  const parts: ModelParts = {
    op: 'bisecting_k_means',
    attributes: { distance_measure: stage.params.string('distanceMeasure', 'euclidean') },
    clusters: readClusters(stage),
  };
  const features = columns.read(stage.params.string('featuresCol', 'features'));
  const prediction = columns.write(stage.params.string('predictionCol'), { type: scalar('int') });
  return [makeNode(stage, parts, { features }, { prediction })];
}

/** Clusters by their numbers, as pre-order records. Source: Spark `BisectingKMeansModel.SaveLoadV3_0`. */
function readClusters(stage: SavedStage): ClusterRecord[] {
  const head = stage.child('data').metadata.fields;
  const nodes = new Map(stage.cells('data/data').map((cell) => [cell.number('index'), cell]));
  const records: ClusterRecord[] = [];
  const open = [Number(head['rootId'])];
  while (open.length > 0) {
    const id = defined(open.pop());
    const node = nodes.get(id);
    if (node === undefined) throw stage.bad(`there is no cluster ${id}, or it is the child of two`);
    nodes.delete(id);
    const children = [...node.numbers('children')];
    records.push({ index: id, norm: node.number('norm'), values: node.vector('center'), childCount: children.length });
    open.push(...children.reverse());
  }
  return records;
}
