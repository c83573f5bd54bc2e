import type { Framework } from '../framework.ts';
import { type FrameworkVersion, isLineAtLeast } from '../framework-version.ts';

/** What a release line loads with, where newer releases of its neighbours break it. */
interface Neighbours {
  readonly numerics: readonly string[];
  readonly sklearn: string;
  readonly pandas: string;
}

/** Until 1.5 the library uses `numpy.float` and `pandas.Int64Index`; until 2.1 it does not know scikit-learn 1.6. */
function neighboursOf(line: FrameworkVersion): Neighbours {
  if (!isLineAtLeast(line, 1, 6))
    return { numerics: ['numpy<1.24', 'scipy<1.11'], sklearn: 'scikit-learn<1.3', pandas: 'pandas<2' };
  if (!isLineAtLeast(line, 2, 1))
    return { numerics: ['numpy<2', 'scipy<1.14'], sklearn: 'scikit-learn<1.6', pandas: 'pandas<3' };
  if (!isLineAtLeast(line, 3, 0)) return { numerics: [], sklearn: 'scikit-learn<1.6', pandas: 'pandas<3' };
  return { numerics: [], sklearn: 'scikit-learn', pandas: 'pandas' };
}

export const xgboost: Framework = {
  title: 'XGBoost',
  tagExample: '3.2-0',
  pythons(line) {
    if (!isLineAtLeast(line, 1, 6)) return { oldest: 7, newest: 11 };
    return isLineAtLeast(line, 3, 0) ? { oldest: 10, newest: 20 } : { oldest: 8, newest: 12 };
  },
  /**
   * From 2.1 on the same library is published without its GPU code, a fiftieth of the size, for Linux. scikit-learn comes
   * along as in the image: pickled `XGBClassifier`s do not say that they need it.
   */
  requirements(line) {
    const release = `==${line.major}.${line.minor}.*`;
    const { numerics, sklearn } = neighboursOf(line);
    const libraries = isLineAtLeast(line, 2, 1)
      ? [`xgboost-cpu${release}; sys_platform == "linux"`, `xgboost${release}; sys_platform != "linux"`]
      : [`xgboost${release}`];
    return [...libraries, sklearn, ...numerics];
  },
  imagePackages: (line) => ({
    boto3: 'boto3',
    botocore: 'boto3',
    flask: 'flask',
    google: 'protobuf',
    matplotlib: 'matplotlib',
    pandas: neighboursOf(line).pandas,
    psutil: 'psutil',
    requests: 'requests',
    yaml: 'pyyaml',
  }),
};
