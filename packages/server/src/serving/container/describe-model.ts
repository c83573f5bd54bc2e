import type { Algorithm } from '@catenary/scoring/internal/aws';
import { type ModelFiles, type Schema, ScoringError } from '@catenary/scoring/internal/frame';
import { recognise } from '@catenary/scoring/internal/open';
import { handlerNames, noHandler } from './function/handler-names.ts';
import { parseImageName } from './image-name.ts';
import { findContainerKind } from './images.ts';
import type { ModelDescription } from './model-description.ts';

export type { ModelDescription } from './model-description.ts';

/**
 * Describes an artifact as what its image says it is, a saved Spark pipeline over the columns of `schema`. Throws `ScoringError` when
 * it cannot be that.
 */
export async function describeModel(image: string, files: ModelFiles, schema?: Schema): Promise<ModelDescription> {
  const kind = findContainerKind([], image)?.kind;
  if (kind === 'sparkml') {
    return recognise(files, ['spark-save']) === undefined
      ? (await import('./describe-bundle.ts')).describeBundle(files)
      : (await import('./describe-saved-pipeline.ts')).describeSavedPipeline(files, schema);
  }
  if (kind === 'xgboost') return describeXgboost(files);
  if (isAlgorithm(kind)) {
    const { openAlgorithm } = await import('@catenary/scoring/internal/aws');
    const { lines, details } = openAlgorithm(kind, files).describe();
    const [heading, ...facts] = lines;
    return { engine: 'SageMaker', lines: [`${heading}, served natively as ${kind}`, ...facts], details };
  }
  if (kind === 'blazingtext') return (await import('./describe-blazingtext.ts')).describeBlazingtext(files);
  if (kind === 'ensemble') return (await import('./describe-ensemble.ts')).describeEnsemble(files);
  if (kind === 'rules') return (await import('./describe-rules.ts')).describeRules(files);
  return kind === 'function' ? describeFunction(files) : describeFiles(image, files);
}

const algorithms: readonly Algorithm[] = ['linear-learner', 'kmeans', 'pca', 'factorization-machines', 'knn'];

function isAlgorithm(kind: string | undefined): kind is Algorithm {
  return kind !== undefined && (algorithms as readonly string[]).includes(kind);
}

async function describeXgboost(files: ModelFiles): Promise<ModelDescription> {
  const { openBoosterFile, XgboostModel } = await import('@catenary/scoring/internal/boosters');
  const { featureLines, treeLines } = await import('@catenary/scoring/internal/models');
  const top = [...files].filter(([path]) => !path.includes('/'));
  const models = await Promise.all(
    top.map(async ([path, bytes]) => {
      const { booster } = await openBoosterFile(bytes);
      return { path, ...new XgboostModel(booster).describe() };
    }),
  );
  const lines = models.flatMap((model) => [
    `XGBoost ${model.version} model ${model.path} (${model.format}), served natively as sagemaker-xgboost`,
    `  booster ${model.booster}, objective ${model.objective}, base score ${model.baseScore.join(', ')}`,
    `  features ${model.featureCount}, outputs ${model.outputCount}`,
    ...(model.booster === 'gblinear' ? [] : treeLines(model, ` in ${model.roundCount} rounds`)),
    ...featureLines(model.topFeatures, 'gain'),
  ]);
  return { engine: 'XGBoost', lines, details: { models } };
}

function describeFunction(files: ModelFiles): ModelDescription {
  const handler = handlerNames.find((name) => files.has(name));
  if (handler === undefined) throw new ScoringError('bad_model', noHandler);
  const list = [...files].map(([path, bytes]) => ({ path, bytes: bytes.length }));
  const lines = [
    `function ${handler}, run by Node in processes of its own`,
    ...list.map(({ path, bytes }) => `  ${path} (${bytes} bytes)`),
  ];
  return { engine: 'Node', lines, details: { handler, files: list } };
}

function describeFiles(image: string, files: ModelFiles): ModelDescription {
  const list = [...files].map(([path, bytes]) => ({ path, bytes: bytes.length }));
  const scripts = list.filter(({ path }) => path.endsWith('.py')).map(({ path }) => path);
  const lines = [
    `${parseImageName(image).repository}: ${scripts.length > 0 ? `script ${scripts.join(', ')}, run in real Python` : 'no script found under code/'}`,
    ...list.map(({ path, bytes }) => `  ${path} (${bytes} bytes)`),
  ];
  return { engine: 'Python', lines, details: { files: list } };
}
