import { boostersEstimators } from './boosters/estimators.ts';
import { calibrationEstimators } from './calibration/estimators.ts';
import { clusterEstimators } from './cluster/estimators.ts';
import { composeEstimators } from './compose/estimators.ts';
import { covarianceEstimators } from './covariance/estimators.ts';
import { crossDecompositionEstimators } from './cross-decomposition/estimators.ts';
import { decompositionEstimators } from './decomposition/estimators.ts';
import { discriminantAnalysisEstimators } from './discriminant-analysis/estimators.ts';
import { dummyEstimators } from './dummy/estimators.ts';
import { ensembleEstimators } from './ensemble/estimators.ts';
import { featureExtractionEstimators } from './feature-extraction/estimators.ts';
import { featureSelectionEstimators } from './feature-selection/estimators.ts';
import { frozenEstimators } from './frozen/estimators.ts';
import { gaussianProcessEstimators } from './gaussian-process/estimators.ts';
import { imputeEstimators } from './impute/estimators.ts';
import { isotonicEstimators } from './isotonic/estimators.ts';
import { kernelApproximationEstimators } from './kernel-approximation/estimators.ts';
import { kernelRidgeEstimators } from './kernel-ridge/estimators.ts';
import { linearModelEstimators } from './linear-model/estimators.ts';
import { mixtureEstimators } from './mixture/estimators.ts';
import { modelSelectionEstimators } from './model-selection/estimators.ts';
import { multiclassEstimators } from './multiclass/estimators.ts';
import { multioutputEstimators } from './multioutput/estimators.ts';
import { naiveBayesEstimators } from './naive-bayes/estimators.ts';
import { neighborsEstimators } from './neighbors/estimators.ts';
import { neuralNetworkEstimators } from './neural-network/estimators.ts';
import { pipelineEstimators } from './pipeline/estimators.ts';
import { preprocessingEstimators } from './preprocessing/estimators.ts';
import { randomProjectionEstimators } from './random-projection/estimators.ts';
import type { Estimators } from './read-estimator.ts';
import { semiSupervisedEstimators } from './semi-supervised/estimators.ts';
import { svmEstimators } from './svm/estimators.ts';
import { treeEstimators } from './tree/estimators.ts';

/** The estimators that are read natively, by package and class as `sklearn.<package>` exports them; the wrappers of boosters by library. */
export const estimators: Estimators = {
  ...boostersEstimators,
  ...calibrationEstimators,
  ...clusterEstimators,
  ...composeEstimators,
  ...covarianceEstimators,
  ...crossDecompositionEstimators,
  ...decompositionEstimators,
  ...discriminantAnalysisEstimators,
  ...dummyEstimators,
  ...ensembleEstimators,
  ...featureExtractionEstimators,
  ...featureSelectionEstimators,
  ...frozenEstimators,
  ...gaussianProcessEstimators,
  ...imputeEstimators,
  ...isotonicEstimators,
  ...kernelApproximationEstimators,
  ...kernelRidgeEstimators,
  ...linearModelEstimators,
  ...mixtureEstimators,
  ...modelSelectionEstimators,
  ...multiclassEstimators,
  ...multioutputEstimators,
  ...naiveBayesEstimators,
  ...neighborsEstimators,
  ...neuralNetworkEstimators,
  ...pipelineEstimators,
  ...preprocessingEstimators,
  ...randomProjectionEstimators,
  ...semiSupervisedEstimators,
  ...svmEstimators,
  ...treeEstimators,
};
