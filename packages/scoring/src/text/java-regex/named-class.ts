import { own } from '../../util/own.ts';
import type { CharTest } from './regex-node.ts';

const inRange =
  (low: number, high: number): CharTest =>
  (point) =>
    point >= low && point <= high;

export const either =
  (...tests: readonly CharTest[]): CharTest =>
  (point) =>
    tests.some((test) => test(point));

export const not =
  (test: CharTest): CharTest =>
  (point) =>
    !test(point);

const lower = inRange(97, 122);
const upper = inRange(65, 90);
const digit = inRange(48, 57);
const alpha = either(lower, upper);
const word = either(alpha, digit, (point) => point === 95);
const space = either(inRange(9, 13), (point) => point === 32);
const punct = either(inRange(33, 47), inRange(58, 64), inRange(91, 96), inRange(123, 126));
const horizontal: CharTest = (point) =>
  point === 9 ||
  point === 32 ||
  point === 0xa0 ||
  point === 0x1680 ||
  point === 0x180e ||
  (point >= 0x2000 && point <= 0x200a) ||
  point === 0x202f ||
  point === 0x205f ||
  point === 0x3000;
const vertical: CharTest = (point) =>
  (point >= 10 && point <= 13) || point === 0x85 || point === 0x2028 || point === 0x2029;

/** `\d \s \w \h \v` and their opposites; ASCII only, as in Java without the flag U. */
export const escapedClasses: Readonly<Record<string, CharTest>> = {
  d: digit,
  D: not(digit),
  s: space,
  S: not(space),
  w: word,
  W: not(word),
  h: horizontal,
  H: not(horizontal),
  v: vertical,
  V: not(vertical),
};

const separator = unicode('Z');

/** POSIX classes of `java.util.regex.Pattern`, ASCII only, and its `java...` methods. */
const namedClasses: Readonly<Record<string, CharTest>> = {
  Lower: lower,
  Upper: upper,
  ASCII: inRange(0, 127),
  Alpha: alpha,
  Digit: digit,
  Alnum: either(alpha, digit),
  Punct: punct,
  Graph: inRange(33, 126),
  Print: inRange(32, 126),
  Blank: (point) => point === 32 || point === 9,
  Cntrl: either(inRange(0, 31), (point) => point === 127),
  XDigit: either(digit, inRange(65, 70), inRange(97, 102)),
  Space: space,
  L1: inRange(0, 255),
  all: () => true,
  javaLowerCase: unicode('Lowercase'),
  javaUpperCase: unicode('Uppercase'),
  javaLetter: unicode('L'),
  javaDigit: unicode('Nd'),
  javaLetterOrDigit: either(unicode('L'), unicode('Nd')),
  javaWhitespace: either(
    inRange(9, 13),
    inRange(28, 31),
    (point) => separator(point) && ![0xa0, 0x2007, 0x202f].includes(point),
  ),
};

const casedLetter = unicode('LC');

/** The class of `\p{name}`: POSIX, `java...`, a category, `Is...` property or script, `script=`; undefined if unknown. */
export function namedClass(name: string): CharTest | undefined {
  const known = own(namedClasses, name);
  if (known !== undefined) return known;
  for (const property of candidateProperties(name)) {
    const test = tryUnicode(property);
    if (test !== undefined) return test;
  }
  return undefined;
}

/** The class that `\p{name}` becomes under the flag i, of Java 15 and later: cased letters of whatever case. */
export function anyCaseClass(name: string): CharTest | undefined {
  if (name === 'Lower' || name === 'Upper') return alpha;
  const isCased = /^(?:Is|java|gc=|general_category=)?(?:Lu|Ll|Lt|(?:Lower|Upper|Title)_?case)$/i.test(name);
  return isCased ? casedLetter : undefined;
}

/** POSIX classes and the like, which Java knows to lie inside the BMP. */
export function isAsciiClass(name: string): boolean {
  return Object.hasOwn(namedClasses, name) && !name.startsWith('java') && name !== 'all';
}

function candidateProperties(name: string): string[] {
  const [, value] = /^(?:general_category|gc|script|sc)=(\w+)$/i.exec(name) ?? [];
  if (value !== undefined)
    return [`${name.toLowerCase().startsWith('s') ? 'Script' : 'General_Category'}=${capital(value)}`, value];
  const bare = name.replace(/^(?:Is|In)/, '');
  const parts = bare.toLowerCase().split(/[_ ]/).map(capital);
  return [bare, parts.join('_'), `Script=${parts.join('_')}`];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function tryUnicode(property: string): CharTest | undefined {
  if (!/^[\w=]+$/.test(property)) return undefined;
  try {
    return unicode(property);
  } catch {
    return undefined;
  }
}

function unicode(property: string): CharTest {
  const pattern = new RegExp(`^\\p{${property}}$`, 'u');
  return (point) => pattern.test(String.fromCodePoint(point));
}
