import { withoutMiddle } from '../../../util/without-middle.ts';

/** The most of pip's words that are repeated, characters. */
const maxCause = 400;

/** Reasons for which an index is not reached, as Python's libraries word them. */
const networkReasons = [
  'Temporary failure in name resolution',
  'Name or service not known',
  'Network is unreachable',
  'Connection refused',
  'Cannot connect to proxy',
  'CERTIFICATE_VERIFY_FAILED',
  'timed out',
];

/** The cause in what pip wrote when it failed, with what to do where pip does not say it. `folder`: where the environment is made. */
export function explainPip(lines: readonly string[], folder: string): string {
  const text = lines.join('\n');
  if (text.includes('No space left on device')) return explainFullDisk(folder);
  if (text.includes('connection broken by')) return explainNetwork(text);
  if (text.includes('ensurepip is not'))
    return 'this Python has no ensurepip: install it (Debian and Ubuntu: apt-get install python3-venv)';
  const cause = shortenVersions(causeIn(lines));
  return withoutMiddle(cause, maxCause);
}

export const explainFullDisk = (folder: string): string => `the disk of ${folder} is full: make room there`;

/** pip tries five times, and says at last that there is no such package. */
function explainNetwork(text: string): string {
  const reason = networkReasons.find((words) => text.includes(words));
  const why = reason === undefined ? '' : ` (${reason})`;
  return `the package index cannot be reached${why}: give this machine a network, a proxy (HTTPS_PROXY) or an index of its own (PIP_INDEX_URL)`;
}

/** Of a build its own error, else its first lines; else pip's errors; else the last line. */
function causeIn(lines: readonly string[]): string {
  const begin = lines.findIndex((line) => line.includes('╰─> ['));
  if (begin >= 0) return causeOfBuild(lines.slice(begin + 1));
  const conflict = lines.findIndex((line) => line.startsWith('The conflict is caused by:'));
  if (conflict >= 0) return causeOfConflict(lines.slice(conflict + 1));
  const errors = lines.filter((line) => /^(?:ERROR|Hint): /.test(line)).map((line) => line.replace(/^ERROR: /, ''));
  return errors.length > 0 ? errors.join('; ') : (lines.at(-1) ?? '');
}

/** What the packages ask of each other, in pip's lines up to an empty one. */
function causeOfConflict(lines: readonly string[]): string {
  const end = lines.findIndex((line) => line.trim() === '');
  const said = lines.slice(0, end < 0 ? undefined : end).map((line) => line.trim());
  return `the packages conflict: ${said.join('; ')}`;
}

function causeOfBuild(lines: readonly string[]): string {
  const end = lines.findIndex((line) => line.trim() === '[end of output]');
  const said = lines
    .slice(0, end < 0 ? undefined : end)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return said.findLast((line) => /^(?:\w{0,60}Error|error): /.test(line)) ?? said.slice(0, 2).join(' ');
}

/** pip lists every version that there is: the newest are enough. */
function shortenVersions(text: string): string {
  const mark = '(from versions: ';
  const [before = '', list] = text.split(mark, 2);
  if (list === undefined) return text;
  const [versions, after] = splitAt(list, ')');
  const newest = versions.split(', ').slice(-3).join(', ');
  return `${before}${mark}${newest === versions ? '' : '..., '}${newest})${after}`;
}

function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
