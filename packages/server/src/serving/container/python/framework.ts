import type { FrameworkVersion } from './framework-version.ts';

/** A framework whose scripts the Python host runs, and what AWS's image of it brings. */
export interface Framework {
  /** As people write it. */
  readonly title: string;
  /** Looks of a tag that says which release. */
  readonly tagExample: string;
  /** Minor versions of Python 3 that a release line can be installed for. */
  pythons(line: FrameworkVersion): PythonRange;
  /** What pip is asked for: the newest patch of the line, and what keeps an old line loadable. */
  requirements(line: FrameworkVersion): string[];
  /**
   * Packages that the image has besides, so that scripts import them without naming them in requirements.txt. Each is
   * installed only for a script that imports it: module name → what pip is asked for.
   */
  imagePackages(line: FrameworkVersion): Readonly<Record<string, string>>;
}

/** Minor versions of Python 3, first and last. */
export interface PythonRange {
  readonly oldest: number;
  readonly newest: number;
}
