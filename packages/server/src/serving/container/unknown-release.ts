import { nearestWord, own } from '@catenary/scoring/internal/names';
import { parseImageName } from './image-name.ts';

/** The library of an image, and the releases of it that there are: the tag of an image begins with one. */
interface Releases {
  readonly title: string;
  /** Major and minor versions, oldest first. */
  readonly lines: readonly string[];
  /** Tags that say no release. */
  readonly others?: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');

/** From PyPI and Maven Central; later ones than the newest are not refused. */
const xgboost: Releases = {
  title: 'XGBoost',
  lines: words('0.72 0.80 0.81 0.82 0.90 1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 2.0 2.1 3.0 3.1 3.2'),
  others: ['1'],
};

/** Repository of AWS's -> its releases. */
const releases: Readonly<Record<string, Releases>> = {
  xgboost,
  'sagemaker-xgboost': xgboost,
  'sagemaker-scikit-learn': {
    title: 'scikit-learn',
    lines: words('0.20 0.21 0.22 0.23 0.24 1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9'),
  },
  'sagemaker-sparkml-serving': { title: 'SparkML Serving', lines: words('2.2 2.4 3.3'), others: ['2', '3'] },
};

/** Releases of the library of an image of AWS's, oldest first: `1.9`. */
export const releasesOf = (repository: string): readonly string[] => own(releases, repository)?.lines ?? [];

/** The refusal of an image of AWS's with a tag that never was; undefined if there is nothing to say. */
export function describeUnknownRelease(image: string): string | undefined {
  const { repository, tag } = parseImageName(image);
  const known = own(releases, repository);
  // `latest`, and names of one's own.
  if (known === undefined || !/^\d/.test(tag) || known.others?.includes(tag) === true) return undefined;
  const line = /^\d+\.\d+/.exec(tag)?.[0];
  if (line !== undefined && isRelease(line, known.lines)) return undefined;
  const { title, lines } = known;
  const near = nearestWord(
    tag,
    lines.map((release) => `${release}-1`),
  );
  const advice = near === undefined ? '' : ` Did you mean ${repository}:${near}?`;
  return `Requested image ${image} not found: its tag is no release of ${title}.${advice} There are ${lines.join(', ')}, as in ${repository}:${lines.at(-1)}-1.`;
}

/** Whether it is one, or may have come after the newest. */
function isRelease(line: string, lines: readonly string[]): boolean {
  const [major = 0, minor = 0] = versionOf(line);
  const [newestMajor = 0, newestMinor = 0] = versionOf(lines.at(-1) ?? '');
  const isLater = (major === newestMajor && minor > newestMinor) || major === newestMajor + 1;
  return isLater || lines.includes(line);
}

const versionOf = (line: string): readonly number[] => line.split('.').map(Number);
