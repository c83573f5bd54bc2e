import type { Estimators } from '../read-estimator.ts';
import { readBernoulliRbm } from './bernoulli-rbm.ts';
import { readMultilayerPerceptronClassifier, readMultilayerPerceptronRegressor } from './multilayer-perceptron.ts';

/** What `sklearn.neural_network` exports and is read natively, by package and class. */
export const neuralNetworkEstimators: Estimators = {
  'neural_network.BernoulliRBM': readBernoulliRbm,
  'neural_network.MLPClassifier': readMultilayerPerceptronClassifier,
  'neural_network.MLPRegressor': readMultilayerPerceptronRegressor,
};
