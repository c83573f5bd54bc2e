import { assertions, isFinalEnd, isLineEnd, isLineStart, notLineEnd } from './line-ends.ts';
import { escapedClasses } from './named-class.ts';
import type { CharTest } from './regex-node.ts';

type Assertion = (text: string, at: number) => boolean;

/** The differences between languages with the same syntax of patterns. */
export interface RegexDialect {
  /** `\d \s \w` and the like. */
  readonly classes: Readonly<Record<string, CharTest>>;
  /** `\b` and the like. */
  readonly assertions: Readonly<Record<string, Assertion>>;
  /** `\n` and the like. */
  readonly controls: Readonly<Record<string, number>>;
  /** What a `.` takes without the flag s. */
  readonly dot: CharTest;
  /** `^` and `$` under the flag m, and `$` without. */
  readonly isLineStart: Assertion;
  readonly isLineEnd: Assertion;
  readonly isFinalEnd: Assertion;
  /** Whether `[a[b]]` and `[a&&b]` are classes of classes. */
  readonly hasClassAlgebra: boolean;
}

/** `java.util.regex.Pattern` without flags. */
export const javaDialect: RegexDialect = {
  classes: escapedClasses,
  assertions,
  controls: { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 },
  dot: notLineEnd,
  isLineStart,
  isLineEnd,
  isFinalEnd,
  hasClassAlgebra: true,
};
