import { describe, expect, it } from 'vitest';
import { Distribution } from '../../../src/platform/metrics/distribution.ts';
import { exposition } from '../../../src/serving/metrics/prometheus/exposition.ts';
import { histogram } from '../../../src/serving/metrics/prometheus/histogram.ts';

describe('exposition()', () => {
  it('has a family with its help, type and samples; and nothing of one without samples', () => {
    const labels = { endpoint: 'a"b\\c\nd', variant: 'v' };
    const some = { name: 'x_total', help: 'What\nit is.', type: 'counter', samples: [{ labels, value: 2 }] } as const;
    const none = { name: 'y', help: 'Nothing.', type: 'gauge', samples: [] } as const;
    const bare = { name: 'z', help: 'Bare.', type: 'gauge', samples: [{ labels: {}, value: 0.5 }] } as const;
    expect(exposition([some, none, bare])).toBe(
      '# HELP x_total What\\nit is.\n# TYPE x_total counter\nx_total{endpoint="a\\"b\\\\c\\nd",variant="v"} 2\n' +
        '# HELP z Bare.\n# TYPE z gauge\nz 0.5\n',
    );
  });
});

describe('histogram()', () => {
  it('counts times in seconds up to each bound, and all of them', () => {
    const times = new Distribution();
    // Microseconds: below 16 µs, below 32.768 ms, and beyond the last bound of 67 s.
    for (const micros of [10, 20_000, 30_000, 100e6]) times.record(micros);
    const samples = histogram(times, { endpoint: 'e' });
    const upTo = (le: string) => samples.find(({ labels }) => labels.le === le)?.value;
    expect([upTo('0.000016'), upTo('0.016384'), upTo('0.032768'), upTo('67.108864'), upTo('+Inf')]).toEqual([
      1, 1, 3, 3, 4,
    ]);
    expect(samples.slice(-2)).toEqual([
      { suffix: '_sum', labels: { endpoint: 'e' }, value: 100.05001 },
      { suffix: '_count', labels: { endpoint: 'e' }, value: 4 },
    ]);
    expect(histogram(new Distribution(), {})).toEqual([]);
  });
});
