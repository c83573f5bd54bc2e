import { expect, it } from 'vitest';
import { hasPythonSdk, runWithPythonSdk } from '../support/run-with-python-sdk.ts';

it.skipIf(!hasPythonSdk)(
  "the SDK's ModelQualityMonitor suggests a baseline, and schedules analyses of what is captured and labelled",
  { timeout: 300_000 },
  async () => {
    const stdout = await runWithPythonSdk('model-quality.py');
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        // Errors of 1 and 3 by turns: (1 + 3) / 2, and (1 + 9) / 2.
        'baseline: 2 5 True',
        "suggested: {'threshold': 2, 'comparison_operator': 'GreaterThanThreshold'}",
        "classes: {'0': {'0': 1, '1': 0}, '1': {'0': 1, '1': 2}} 1 0.6667",
        'ended: CompletedWithViolations: Job completed successfully with 1 violations. None',
        "jobs: ['groundtruth-merge', 'model-quality-monitoring'] 1 ['merger', 'analyzer']",
        "executions: [('CompletedWithViolations', 'model-quality-monitoring'), ('Completed', 'groundtruth-merge')] True",
        'merge: Completed: 25 captured requests were merged with their ground truth.',
        "joined: 25 True ['endpointInput', 'endpointOutput']",
        'measured: 25 2',
        // Of 2 all over: as in the baseline, but the share that is explained is less.
        "violated: ['r2']",
        "merged: {'merged': 25, 'captured_without_ground_truth': 5, 'captured_with_other_number_of_rows': 0, 'captured_unreadable': 0, " +
          "'ground_truth': 26, 'ground_truth_without_capture': 1, 'ground_truth_unreadable': 0}",
        "metrics: ['mae', 'mse', 'r2', 'rmse'] ['Endpoint', 'MonitoringSchedule']",
        'described: ModelQuality judged',
        "definition: Regression {'S3Uri': 's3://model-quality/truth'}",
        'left: [] []',
      ]),
    );
    expect(stdout).toMatch(
      /nothing: Job inputs had no data: there is no ground truth below s3:\/\/model-quality\/elsewhere/,
    );
    expect(stdout).toMatch(/refused: .*ProblemType|refused: .*problemType/);
  },
);
