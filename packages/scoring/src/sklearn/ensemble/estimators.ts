import type { Estimators } from '../read-estimator.ts';
import { readAdaBoostClassifier, readAdaBoostRegressor } from './ada-boost.ts';
import { readBaggingClassifier, readBaggingRegressor } from './bagging.ts';
import { readGradientBoostingClassifier, readGradientBoostingRegressor } from './gradient-boosting.ts';
import { readHistGradientBoostingClassifier, readHistGradientBoostingRegressor } from './hist-gradient-boosting.ts';
import { readIsolationForest } from './isolation-forest.ts';
import { readRandomForestClassifier, readRandomForestRegressor } from './random-forest.ts';
import { readStackingClassifier, readStackingRegressor } from './stacking.ts';
import { readTreesEmbedding } from './trees-embedding.ts';
import { readVotingClassifier, readVotingRegressor } from './voting.ts';

/** What `sklearn.ensemble` exports and is read natively, by package and class. */
export const ensembleEstimators: Estimators = {
  'ensemble.AdaBoostClassifier': readAdaBoostClassifier,
  'ensemble.AdaBoostRegressor': readAdaBoostRegressor,
  'ensemble.BaggingClassifier': readBaggingClassifier,
  'ensemble.BaggingRegressor': readBaggingRegressor,
  'ensemble.ExtraTreesClassifier': readRandomForestClassifier,
  'ensemble.ExtraTreesRegressor': readRandomForestRegressor,
  'ensemble.GradientBoostingClassifier': readGradientBoostingClassifier,
  'ensemble.GradientBoostingRegressor': readGradientBoostingRegressor,
  'ensemble.HistGradientBoostingClassifier': readHistGradientBoostingClassifier,
  'ensemble.HistGradientBoostingRegressor': readHistGradientBoostingRegressor,
  'ensemble.IsolationForest': readIsolationForest,
  'ensemble.RandomForestClassifier': readRandomForestClassifier,
  'ensemble.RandomForestRegressor': readRandomForestRegressor,
  'ensemble.RandomTreesEmbedding': readTreesEmbedding,
  'ensemble.StackingClassifier': readStackingClassifier,
  'ensemble.StackingRegressor': readStackingRegressor,
  'ensemble.VotingClassifier': readVotingClassifier,
  'ensemble.VotingRegressor': readVotingRegressor,
};
