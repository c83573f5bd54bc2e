import { present } from '@catenary/scoring/internal/values';

/** What pip says of its work in one line; without `doing`, nothing that says more than the line before it. */
export interface PipStep {
  readonly doing?: string;
}

/** How lines of pip's begin that report a step, and what is said of it. */
const told: readonly (readonly [begin: string, say: (rest: string) => string | undefined])[] = [
  ['Collecting ', (rest) => `looking for ${firstWord(rest)}`],
  ['Downloading ', (rest) => (isFile(rest) ? `downloading ${describeFile(rest)}` : undefined)],
  ['Building wheel for ', (rest) => `building ${firstWord(rest)}`],
  ['Installing build dependencies', () => 'installing build dependencies'],
  ['Installing collected packages: ', (rest) => `installing ${shorten(rest)}`],
];

/** How its other lines begin, as long as nothing is wrong. */
const quiet = [
  'Using cached ',
  'Looking in ',
  'Requirement already satisfied',
  'Obtaining ',
  'Processing ',
  'Getting requirements to build',
  'Preparing metadata',
  'Building wheels for collected packages',
  'Created wheel for ',
  'Stored in directory',
  'Successfully ',
  'Attempting uninstall',
  'Found existing installation',
  'Uninstalling ',
  'Cloning ',
  'Running command ',
  'Resolved ',
  'Ignoring ',
  'Installing backend dependencies',
  'INFO: ',
];

/** Of a list of packages, as many characters. */
const shownList = 80;

/** What a line of pip's says of its progress; undefined for a warning, an error, and what a build writes. */
export function pipStep(line: string): PipStep | undefined {
  const text = line.trimStart();
  const found = told.find(([begin]) => text.startsWith(begin));
  if (found !== undefined) return present({ doing: found[1](text.slice(found[0].length)) });
  return quiet.some((begin) => text.startsWith(begin)) ? {} : undefined;
}

const firstWord = (text: string) => text.split(' ', 1)[0] ?? '';

/** Not what pip only reads about one. */
const isFile = (text: string) => !firstWord(text).endsWith('.metadata');

/** `numpy-2.3.1-cp311-cp311-manylinux_2_28_x86_64.whl (16.6 MB)` is `numpy 2.3.1 (16.6 MB)`. */
function describeFile(text: string): string {
  const [path = '', ...size] = text.split(' ');
  const [name = '', version] = (path.split('/').at(-1) ?? '').split('-');
  return [name, ...(version === undefined ? [] : [version]), ...size].join(' ');
}

const shorten = (list: string) => (list.length > shownList ? `${list.slice(0, shownList)}...` : list);
