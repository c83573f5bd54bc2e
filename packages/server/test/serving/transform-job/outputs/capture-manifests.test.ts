import { describe, expect, it } from 'vitest';
import { captureManifests } from '../../../../src/serving/transform-job/outputs/capture-manifests.ts';
import { transformPlan } from '../../../support/transform-plan.ts';

// 2022-08-26T13:05:06.789Z
const startTime = Date.UTC(2022, 7, 26, 13, 5, 6, 789);

const plan = (capture?: object) =>
  transformPlan({
    TransformJobName: 'nightly',
    output: { S3OutputPath: 's3://out/answers' },
    ...(capture === undefined ? {} : { DataCaptureConfig: { DestinationS3Uri: 's3://captured/data', ...capture } }),
  });

const object = (key: string, relativePath: string, bucket = 'in') => ({
  bucket,
  key,
  relativePath,
  size: 1,
  etag: 'e',
});

function manifests(objects: readonly ReturnType<typeof object>[], capture = {}) {
  return captureManifests(plan(capture), objects, startTime).map(({ place, body }) => ({
    uri: `s3://${place.bucket}/${place.key}`,
    content: JSON.parse(body.toString()) as unknown,
  }));
}

describe('captureManifests()', () => {
  it('lists inputs and outputs below the hour in which the job began', () => {
    expect(manifests([object('rows/a.csv', 'a.csv'), object('rows/deep/b.csv', 'deep/b.csv')])).toEqual([
      {
        uri: 's3://captured/data/input/2022/08/26/13/nightly.json',
        content: [{ prefix: 's3://in/rows/' }, 'a.csv', 'deep/b.csv'],
      },
      {
        uri: 's3://captured/data/output/2022/08/26/13/nightly.json',
        content: [{ prefix: 's3://out/answers/' }, 'a.csv.out', 'deep/b.csv.out'],
      },
    ]);
  });

  it('names objects by their addresses where the prefix ends inside a name', () => {
    // s3://in/rows/a matches both; each keeps another part of its key.
    const [input] = manifests([object('rows/a/x.csv', 'x.csv'), object('rows/ab.csv', 'ab.csv')]);
    expect(input?.content).toEqual([{ prefix: 's3://in/rows/' }, 'a/x.csv', 'ab.csv']);
  });

  it('takes a bucket, or a folder with its slash, as destination', () => {
    const [bucket] = manifests([object('a.csv', 'a.csv')], { DestinationS3Uri: 's3://captured' });
    expect(bucket?.uri).toBe('s3://captured/input/2022/08/26/13/nightly.json');
    const [folder] = manifests([object('a.csv', 'a.csv')], { DestinationS3Uri: 's3://captured/data/' });
    expect(folder?.uri).toBe('s3://captured/data/input/2022/08/26/13/nightly.json');
  });

  it('is empty where nothing is captured, and where nothing was there to capture', () => {
    expect(captureManifests(plan(), [object('a.csv', 'a.csv')], startTime)).toEqual([]);
    expect(manifests([])).toEqual([]);
  });
});
