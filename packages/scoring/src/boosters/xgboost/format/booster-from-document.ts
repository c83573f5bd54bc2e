import { defined } from '../../../util/defined.ts';
import type { BoostedTrees, Booster, LinearModel } from '../booster.ts';
import { assertOutputs } from './assert-outputs.ts';
import { badModel } from './bad-model.ts';
import { boostedTrees, type FileTrees } from './boosted-trees.ts';
import { DocumentObject } from './document-object.ts';
import { linearModel } from './linear-model.ts';
import type { ModelSize } from './model-size.ts';
import { readCategories } from './read-categories.ts';
import { treeFromDocument } from './tree-from-document.ts';
import { unknownBooster } from './unknown-booster.ts';

/**
 * The booster in a JSON or UBJSON document, as `save_model` writes it, or as a pickle keeps it (in a member `Model`).
 * Throws `ScoringError`: `bad_model`, naming the member that is missing or wrong; `unsupported_model` for a booster of
 * another kind.
 * Source: `doc/model.schema`, `src/learner.cc` and `src/gbm/*.cc` of XGBoost 1.0 to 3.2.
 */
export function boosterFromDocument(document: unknown, format: Booster['format']): Booster {
  const outer = new DocumentObject(document, '');
  const root = outer.has('Model') ? outer.object('Model') : outer;
  const learner = root.object('learner');
  const parameters = learner.object('learner_model_param');
  const outputCount = Math.max(1, parameters.count('num_class', 0), parameters.count('num_target', 1));
  const featureCount = parameters.count('num_feature', 0);
  const attributes = learner.has('attributes') ? learner.object('attributes') : undefined;
  const version = root.has('version') ? root.numbers('version') : [1, 0];
  assertOutputs(outputCount);
  return {
    version: [version[0] ?? 0, version[1] ?? 0],
    format,
    objective: learner.object('objective').text('name'),
    featureCount,
    outputCount,
    baseScore: baseScores(parameters.text('base_score'), outputCount),
    isBaseScoreMargin: false,
    attributes: new Map(attributes?.keys().map((key) => [key, attributes.text(key)])),
    featureNames: learner.texts('feature_names'),
    model: modelOf(learner.object('gradient_booster'), { featureCount, outputCount }),
  };
}

/** `5E-1`, or from 3.1 on a list such as `[1.0E0,2.0E0]`; one number stands for all outputs. */
function baseScores(text: string, outputCount: number): Float32Array {
  const numbers = text
    .replace(/^[[(]|[\])]$/g, '')
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const fits = numbers.length === 1 || numbers.length === outputCount;
  if (!fits || numbers.some((number) => !Number.isFinite(number))) {
    throw badModel(`has the base_score ${text}, which is not one number or ${outputCount} of them`);
  }
  return Float32Array.from({ length: outputCount }, (_, output) => defined(numbers[numbers.length === 1 ? 0 : output]));
}

function modelOf(booster: DocumentObject, size: ModelSize): BoostedTrees | LinearModel {
  const name = booster.text('name');
  switch (name) {
    case 'gbtree':
      return treesOf(booster, booster, size);
    case 'dart':
      // Until 3.3 a gbtree stands inside the dart.
      return treesOf(booster, booster.has('gbtree') ? booster.object('gbtree') : booster, size);
    case 'gblinear':
      return linearModel(Float32Array.from(booster.object('model').numbers('weights')), size);
    default:
      throw unknownBooster(name);
  }
}

function treesOf(booster: DocumentObject, gbtree: DocumentObject, size: ModelSize): BoostedTrees {
  const model = gbtree.object('model');
  const weights = booster.numbersIfAny('weight_drop') ?? model.numbersIfAny('weight_drop');
  const outputs = model.numbers('tree_info');
  const documents = model.objects('trees');
  if (outputs.length !== documents.length) {
    throw badModel(`has ${documents.length} trees, but gives the output of ${outputs.length}`);
  }
  const file: FileTrees = {
    kind: booster.text('name') === 'dart' ? 'dart' : 'gbtree',
    trees: documents.map((document, at) => treeFromDocument(document, defined(outputs[at]))),
    statistics: documents.map((document) => ({
      gains: document.numbersIfAny('loss_changes') ?? [],
      covers: document.numbersIfAny('sum_hessian') ?? [],
    })),
    parallelTrees: model.object('gbtree_model_param').count('num_parallel_tree', 1),
    weights: weights?.length === 0 ? undefined : weights,
    starts: model.numbersIfAny('iteration_indptr'),
    categories: readCategories(model),
  };
  return boostedTrees(file, size);
}
