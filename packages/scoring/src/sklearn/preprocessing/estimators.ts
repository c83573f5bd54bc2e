import type { Estimators } from '../read-estimator.ts';
import { readBinarizer } from './binarizer.ts';
import { readFunctionTransformer } from './function-transformer.ts';
import { readKBinsDiscretizer } from './k-bins-discretizer.ts';
import { readKernelCenterer } from './kernel-centerer.ts';
import { readLabelBinarizer, readLabelEncoder } from './label-encoder.ts';
import { readNormalizer } from './normalizer.ts';
import { readOneHotEncoder } from './one-hot-encoder.ts';
import { readOrdinalEncoder, readTargetEncoder } from './ordinal-encoder.ts';
import { readPolynomialFeatures } from './polynomial-features.ts';
import { readPowerTransformer } from './power-transformer.ts';
import { readQuantileTransformer } from './quantile-transformer.ts';
import { readMaxAbsScaler, readMinMaxScaler, readRobustScaler, readStandardScaler } from './scalers.ts';
import { readSplineTransformer } from './spline-transformer.ts';

/** What `sklearn.preprocessing` exports and is read natively, by package and class. */
export const preprocessingEstimators: Estimators = {
  'preprocessing.Binarizer': readBinarizer,
  'preprocessing.FunctionTransformer': readFunctionTransformer,
  'preprocessing.KBinsDiscretizer': readKBinsDiscretizer,
  'preprocessing.KernelCenterer': readKernelCenterer,
  'preprocessing.LabelBinarizer': readLabelBinarizer,
  'preprocessing.LabelEncoder': readLabelEncoder,
  'preprocessing.MaxAbsScaler': readMaxAbsScaler,
  'preprocessing.MinMaxScaler': readMinMaxScaler,
  'preprocessing.Normalizer': readNormalizer,
  'preprocessing.OneHotEncoder': readOneHotEncoder,
  'preprocessing.OrdinalEncoder': readOrdinalEncoder,
  'preprocessing.PolynomialFeatures': readPolynomialFeatures,
  'preprocessing.PowerTransformer': readPowerTransformer,
  'preprocessing.QuantileTransformer': readQuantileTransformer,
  'preprocessing.RobustScaler': readRobustScaler,
  'preprocessing.SplineTransformer': readSplineTransformer,
  'preprocessing.StandardScaler': readStandardScaler,
  'preprocessing.TargetEncoder': readTargetEncoder,
};
