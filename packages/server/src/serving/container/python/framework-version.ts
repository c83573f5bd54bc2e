/** A release line of a framework, from an image tag: `1.9-1-cpu-py3` and `1.9.0` both mean `1.9`. */
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

/** Whether a line is `major.minor` or newer. */
export function isLineAtLeast(line: FrameworkVersion, major: number, minor: number): boolean {
  return line.major > major || (line.major === major && line.minor >= minor);
}
