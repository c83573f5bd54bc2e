/** A release line of scikit-learn, from an image tag: `1.9-1-cpu-py3` and `1.9.0` both mean `1.9`. */
export interface FrameworkVersion {
  readonly major: number;
  readonly minor: number;
}

/**
 * Reads the tag by AWS's rule: the release line first, then the image's own number. Undefined if there is no version in
 * front, as in `latest`.
 */
export function parseFrameworkVersion(imageTag: string): FrameworkVersion | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})(?![\d])/.exec(imageTag);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

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

/** Minor versions of Python 3 that a line can be installed for. */
export function supportedPythons({ major, minor }: FrameworkVersion): { oldest: number; newest: number } {
  const [oldest, newest] = pythons[`${major}.${minor}`] ?? [11, 20];
  return { oldest, newest };
}

/**
 * What pip is asked for: the newest patch of the release line, and for lines from before numpy 1.24 (which took
 * `numpy.float` away) and numpy 2, what keeps them loadable, as they do not say so themselves.
 */
export function frameworkRequirements({ major, minor }: FrameworkVersion): string[] {
  const framework = `scikit-learn==${major}.${minor}.*`;
  if (major === 0 || (major === 1 && minor === 0)) return [framework, 'numpy<1.24', 'scipy<1.11'];
  if (major === 1 && minor < 5) return [framework, 'numpy<2', 'scipy<1.14'];
  return [framework];
}
