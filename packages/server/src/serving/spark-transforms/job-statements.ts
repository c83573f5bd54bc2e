import { parseS3Uri } from '../../contract/s3-uri.ts';
import type { RunStatement } from '../spark-jobs/run-keys.ts';
import type { TransformPlan } from '../transform-job/plan/transform-plan.ts';
import type { InputObject } from '../transform-job/records/input-objects.ts';

const arn = (bucket: string, key = '') => `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;

/** What workers may do for a job: read its objects and archives, and write below its output. */
export function jobStatements(
  { input, output, containers }: TransformPlan,
  objects: readonly InputObject[],
): readonly RunStatement[] {
  const archives = containers.flatMap(({ modelData, sourceData }) =>
    [modelData, sourceData].flatMap((data) => parseS3Uri(data?.uri ?? '') ?? []),
  );
  // A manifest names them one by one; their number has no end.
  const inputs = input.listing === 'prefix' ? [input.place] : [...new Set(objects.map(({ bucket }) => bucket))];
  const readable = [
    ...inputs.map((place) => (typeof place === 'string' ? arn(place, '*') : arn(place.bucket, `${place.key}*`))),
    ...archives.map(({ bucket, key }) => arn(bucket, key.endsWith('/') || key === '' ? `${key}*` : key)),
  ];
  const { bucket, key } = output.folder;
  const written = arn(bucket, `${key}*`);
  return [
    { effect: 'Allow', actions: ['s3:GetObject'], resources: readable },
    {
      effect: 'Allow',
      actions: ['s3:ListBucket'],
      resources: [...new Set([...archives.map((place) => arn(place.bucket)), arn(bucket)])],
    },
    {
      effect: 'Allow',
      actions: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [written],
    },
  ];
}
