import type { Estimators } from '../read-estimator.ts';
import { readCategoricalNaiveBayes } from './categorical-naive-bayes.ts';
import {
  readBernoulliNaiveBayes,
  readComplementNaiveBayes,
  readGaussianNaiveBayes,
  readMultinomialNaiveBayes,
} from './naive-bayes.ts';

/** What `sklearn.naive_bayes` exports and is read natively, by package and class. */
export const naiveBayesEstimators: Estimators = {
  'naive_bayes.BernoulliNB': readBernoulliNaiveBayes,
  'naive_bayes.CategoricalNB': readCategoricalNaiveBayes,
  'naive_bayes.ComplementNB': readComplementNaiveBayes,
  'naive_bayes.GaussianNB': readGaussianNaiveBayes,
  'naive_bayes.MultinomialNB': readMultinomialNaiveBayes,
};
