import type { Framework } from '../../../../serving/container/python/framework.ts';
import { parseFrameworkVersion } from '../../../../serving/container/python/framework-version.ts';
import { frameworks } from '../../../../serving/container/python/frameworks.ts';
import { releasesOf } from '../../../../serving/container/unknown-release.ts';
import type { Check, Finding } from '../check.ts';

/** Images whose scripts need Python, and the framework of each. */
const images = { 'sagemaker-scikit-learn': frameworks['scikit-learn'], 'sagemaker-xgboost': frameworks.xgboost };

/** Which releases of AWS's images this machine's Pythons can run scripts of. */
export const imageLinesCheck: Check = {
  name: 'image lines',
  run({ pythons }) {
    const found = pythons instanceof Error ? [] : pythons;
    return describeLines(found.map(({ version }) => Number(version.split('.')[1])));
  },
};

/** `minors`: Python 3.N. */
export function describeLines(minors: readonly number[]): Finding {
  const all = Object.entries(images).map(([image, framework]) => ({ image, ...split(image, framework, minors) }));
  const says = all
    .map(({ image, served }) => `${image}: ${served.length === 0 ? 'none' : served.join(' ')}`)
    .join('; ');
  const lacking = all.flatMap(({ image, others }) => [...others].map(([python, lines]) => ({ image, python, lines })));
  if (lacking.length === 0) return { state: 'ok', says };
  const wanted = lacking.map(({ image, python, lines }) => `${python} on PATH for ${image} ${lines.join(' ')}`);
  return { state: 'note', says, remedy: wanted.join(', ') };
}

/** Its lines that can be served, and by the Python that would serve them those that cannot. */
function split(image: string, framework: Framework, minors: readonly number[]) {
  const served: string[] = [];
  const others = new Map<string, string[]>();
  for (const line of releasesOf(image)) {
    const version = parseFrameworkVersion(line);
    if (version === undefined) continue;
    const { oldest, newest } = framework.pythons(version);
    if (minors.some((minor) => minor >= oldest && minor <= newest)) served.push(line);
    else {
      // The newest that is named: of lines that are newer than the table, the oldest.
      const python = `python3.${newest === 20 ? oldest : newest}`;
      others.set(python, [...(others.get(python) ?? []), line]);
    }
  }
  return { served, others };
}
