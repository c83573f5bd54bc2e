import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { example } from '../support/diamonds.ts';
import { findPythonEnvironment, pythonSdk2 } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

let server: TestServer;
const sdk = await findPythonEnvironment(pythonSdk2);

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

it.skipIf(sdk === undefined)(
  "the SDK's DefaultModelMonitor suggests a baseline, and schedules analyses of what is captured",
  { timeout: 300_000 },
  async () => {
    const script = join(import.meta.dirname, 'model-monitor.py');
    const options = { env: { ...server.environment, TERM: 'dumb' }, timeout: 280_000 };
    const { stdout } = await run(sdk?.python ?? '', [script, example('.')], options);
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
