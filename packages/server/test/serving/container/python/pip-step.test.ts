import { expect, it } from 'vitest';
import { pipStep } from '../../../../src/serving/container/python/pip-step.ts';

/** Lines of pip 23.2.1 (`install --progress-bar=off`), and what is said of each; undefined: it is logged. */
const lines: readonly (readonly [line: string, doing: string | null | undefined])[] = [
  ['Looking in links: /opt/wheels', null],
  ['Collecting scikit-learn==1.6.*', 'looking for scikit-learn==1.6.*'],
  [
    '  Downloading scikit_learn-1.6.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl (13.5 MB)',
    'downloading scikit_learn 1.6.1 (13.5 MB)',
  ],
  ['  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl.metadata (6.6 kB)', null],
  ['  Downloading sklearn-0.0.post12.tar.gz (2.6 kB)', 'downloading sklearn 0.0.post12.tar.gz (2.6 kB)'],
  ["  Installing build dependencies: finished with status 'done'", 'installing build dependencies'],
  ['  Using cached joblib-1.6.0-py3-none-any.whl (306 kB)', null],
  [
    'Installing collected packages: threadpoolctl, numpy, scikit-learn',
    'installing threadpoolctl, numpy, scikit-learn',
  ],
  ['Successfully installed numpy-2.4.6', null],
  ['ERROR: No matching distribution found for numpy==1.20', undefined],
  ['WARNING: Retrying (Retry(total=0)) after connection broken', undefined],
  ['      running build_ext', undefined],
];

it.each(lines)('of %s, pipStep() says %s', (line, doing) => {
  expect(pipStep(line)).toEqual(doing === undefined ? undefined : doing === null ? {} : { doing });
});
