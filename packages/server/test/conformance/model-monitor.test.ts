import { expect, it } from 'vitest';
import { hasPythonSdk, runWithPythonSdk } from '../support/run-with-python-sdk.ts';

it.skipIf(!hasPythonSdk)(
  "the SDK's DefaultModelMonitor suggests a baseline, and schedules analyses of what is captured",
  { timeout: 300_000 },
  async () => {
    const stdout = await runWithPythonSdk('model-monitor.py');
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'rows: 200 27',
        // 0 to 199: their mean is 99.5, and a tenth of their range has 20.
        'f0: 99.5 0 199 [20, 20, 20, 20, 20, 20, 20, 20, 20, 20]',
        "f0 may be: Fractional {'is_non_negative': True}",
        'same: Completed: Job completed successfully with no violations.',
        'same: []',
        'shifted: CompletedWithViolations: Job completed successfully with 1 violations.',
        'described: Scheduled watched CompletedWithViolations',
        "metrics: ['feature_baseline_drift_f0', 'feature_data_f0', 'feature_non_null_f0']",
        'dimensions: Endpoint MonitoringSchedule',
        'stopped: Stopped',
        'updated: cron(0 5 ? * * *) []',
        'left: [] []',
      ]),
    );
    // A fifth of 1,000 is what it was: 0.8, less 1.8 * sqrt(1200 / 200000) for chance.
    expect(stdout).toMatch(/f0: \[\{.*"Numerical distance: 0\.66057\d* exceeds numerical threshold: 0\.1"/);
  },
);
