import { describe, expect, it } from 'vitest';
import { checkBatchEngine } from '../../src/operations/sagemaker/check-batch-engine.ts';

const container = (image: string) => ({ hostname: 'primary', image, environment: {} });
const sparks = [{ name: 'one', python: 'python3' }];
const images = [{ match: 'team/*', kind: 'oci' as const }];

describe('checkBatchEngine', () => {
  it('takes what workers can run', () => {
    const containers = [container('sagemaker-xgboost:3.2-0')];
    expect(() => checkBatchEngine({ engine: 'spark', containers }, { sparks, images })).not.toThrow();
    expect(() => checkBatchEngine({ containers: [container('team/own:1')] }, { sparks: [], images })).not.toThrow();
  });

  it('refuses a job for Spark where there is none', () => {
    expect(() => checkBatchEngine({ engine: 'spark', containers: [] }, { sparks: [], images })).toThrow(
      'CATENARY_BATCH_ENGINE=spark needs a Spark',
    );
  });

  it('refuses images that need an engine, by name', () => {
    const containers = [container('sagemaker-xgboost:3.2-0'), container('team/own:1')];
    expect(() => checkBatchEngine({ engine: 'spark', containers }, { sparks, images })).toThrow(
      'cannot run the image "team/own:1": it needs an engine for containers',
    );
  });
});
