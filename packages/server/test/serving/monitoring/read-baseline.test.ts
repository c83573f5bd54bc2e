import { expect, it } from 'vitest';
import { readConstraints } from '../../../src/serving/monitoring/analysis/read-constraints.ts';
import { readStatistics } from '../../../src/serving/monitoring/analysis/read-statistics.ts';

// `String` throws for the first, and for the second as it nests so deep.
const odd = ['{"toString":1}', `${'['.repeat(100_000)}${']'.repeat(100_000)}`];

it.each(odd)('values of a baseline that are no texts are passed over', (value) => {
  const constraints = `{"features":[{"name":"a","inferred_type":"String","string_constraints":{"domains":["x",${value},2]}}]}`;
  expect(readConstraints(JSON.parse(constraints))).toMatchObject([{ name: 'a', domains: ['x', '2'] }]);
  const buckets = `[{"value":${value},"count":1},{"value":"x","count":2}]`;
  const distribution = `{"categorical":{"buckets":${buckets}}}`;
  const statistics = `{"features":[{"name":"a","inferred_type":"String","string_statistics":{"distribution":${distribution}}}]}`;
  expect(readStatistics(JSON.parse(statistics)).get('a')?.categories).toEqual(new Map([['x', 2]]));
});
