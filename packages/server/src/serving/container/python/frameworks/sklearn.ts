import type { Framework } from '../framework.ts';

/**
 * Release line → minor versions of Python 3 that its packages were published for, first and last. Lines that are not
 * named are newer than the table.
 */
const pythons: Readonly<Record<string, readonly [oldest: number, newest: number]>> = {
  '0.20': [4, 7],
  '0.21': [5, 7],
  '0.22': [5, 8],
  '0.23': [6, 8],
  '0.24': [6, 9],
  '1.0': [7, 10],
  '1.1': [8, 11],
  '1.2': [8, 11],
  '1.3': [8, 12],
  '1.4': [9, 12],
  '1.5': [9, 13],
  '1.6': [9, 13],
  '1.7': [10, 14],
};

export const sklearn: Framework = {
  title: 'scikit-learn',
  tagExample: '1.9-1-cpu-py3',
  pythons({ major, minor }) {
    const [oldest, newest] = pythons[`${major}.${minor}`] ?? [11, 20];
    return { oldest, newest };
  },
  /**
   * Lines from before numpy 1.24 (which took `numpy.float` away), scipy 1.9 (`pinv2`) and numpy 2 do not say themselves that
   * they do not load with them.
   */
  requirements({ major, minor }) {
    const framework = `scikit-learn==${major}.${minor}.*`;
    if (major === 0) return [framework, 'numpy<1.24', 'scipy<1.9'];
    if (major === 1 && minor === 0) return [framework, 'numpy<1.24', 'scipy<1.11'];
    if (major === 1 && minor < 5) return [framework, 'numpy<2', 'scipy<1.14'];
    return [framework];
  },
  imagePackages: () => ({
    boto3: 'boto3',
    botocore: 'boto3',
    flask: 'flask',
    pandas: 'pandas',
    psutil: 'psutil',
    requests: 'requests',
  }),
};
