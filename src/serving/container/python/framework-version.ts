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
 * What pip is asked for: the newest patch of the release line, and for lines that were built before numpy 2 and do not
 * say so themselves, what keeps them loadable.
 */
export function frameworkRequirements({ major, minor }: FrameworkVersion): string[] {
  const isBeforeNumpy2 = major === 0 || (major === 1 && minor < 5);
  return [`scikit-learn==${major}.${minor}.*`, ...(isBeforeNumpy2 ? ['numpy<2', 'scipy<1.14'] : [])];
}
