import type { Estimators } from '../read-estimator.ts';
import { readDictVectorizer } from './dict-vectorizer.ts';
import {
  readCountVectorizer,
  readHashingVectorizer,
  readTfidfTransformer,
  readTfidfVectorizer,
} from './vectorizers.ts';

/** What `sklearn.feature_extraction` exports and is read natively, by package and class. */
export const featureExtractionEstimators: Estimators = {
  'feature_extraction.CountVectorizer': readCountVectorizer,
  'feature_extraction.DictVectorizer': readDictVectorizer,
  'feature_extraction.HashingVectorizer': readHashingVectorizer,
  'feature_extraction.TfidfTransformer': readTfidfTransformer,
  'feature_extraction.TfidfVectorizer': readTfidfVectorizer,
};
