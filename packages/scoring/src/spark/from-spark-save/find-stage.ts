import { own } from '../../util/own.ts';
import type { SavedStage } from '../save/saved-stage.ts';
import type { MapStage } from './map-stage.ts';
import { stages } from './stages.ts';

/** How a class is mapped; undefined for one that is not read. */
export function findStage(stage: SavedStage): MapStage | undefined {
  const { className } = stage.metadata;
  return isOwnPackage(className) ? own(stages, stage.kind) : undefined;
}

/** Why a class is not read: continues the description of its stage. */
export function whyUnread(stage: SavedStage): string {
  const { className } = stage.metadata;
  const fitted = isOwnPackage(className) ? fittedClass(stage.kind) : undefined;
  if (fitted === undefined) return `the class ${className} is not read`;
  return `the class ${className} is an estimator, which answers nothing before it is fitted: save the ${fitted} that its fit() gives`;
}

/** Where the classes that are read come from; one of the same name from elsewhere is another one. */
function isOwnPackage(className: string): boolean {
  return /^(org\.apache\.spark\.ml|pyspark\.ml(?!\.connect\.)|ml\.dmlc\.xgboost4j|com\.microsoft)\./.test(className);
}

/** Estimators whose models are not named after them. */
const fittedClasses: Readonly<Record<string, string>> = {
  LDA: 'LocalLDAModel or DistributedLDAModel',
  OneHotEncoderEstimator: 'OneHotEncoderModel',
  QuantileDiscretizer: 'Bucketizer',
};

/** The class that fitting an estimator gives, undefined for what is none that is known. */
function fittedClass(kind: string): string | undefined {
  const other = own(fittedClasses, kind);
  const names = [
    `${kind}Model`,
    kind.replace(/Classifier$/, 'ClassificationModel'),
    kind.replace(/Regressor$/, 'RegressionModel'),
  ];
  return other ?? names.find((name) => name !== kind && Object.hasOwn(stages, name));
}
