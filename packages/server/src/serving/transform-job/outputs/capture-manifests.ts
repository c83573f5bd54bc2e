import { placeBelow, type S3Uri, uriOf } from '../../../contract/s3-uri.ts';
import { hourPath } from '../../capture/hour-path.ts';
import type { TransformPlan } from '../plan/transform-plan.ts';
import type { InputObject } from '../records/input-objects.ts';
import { outputPlace } from './output-place.ts';

/** One of the two files that list a job's captured data. */
export interface CaptureManifest {
  readonly place: S3Uri;
  readonly body: Buffer;
}

/**
 * The manifests of a job that transformed all of these objects: `input/` and `output/` below the destination, the hour
 * in which the job began (UTC), and a file named after the job, which no other job can have. Each is what an input
 * manifest is: a prefix, and what is to be appended to it. Empty if the job captures nothing, or had nothing to
 * capture.
 */
export function captureManifests(
  { name, capture, output: { folder } }: Pick<TransformPlan, 'name' | 'capture' | 'output'>,
  objects: readonly InputObject[],
  startTime: number,
): readonly CaptureManifest[] {
  if (capture === undefined || objects.length === 0) return [];
  const inputs = objects.map(({ bucket, key }) => ({ bucket, key }));
  const outputs = objects.map(({ relativePath }) => outputPlace(folder, relativePath));
  const hour = hourPath(startTime);
  const manifest = (side: 'input' | 'output', root: string, places: readonly S3Uri[]) => ({
    place: placeBelow(capture, `${side}/${hour}/${name}.json`),
    body: writeManifest(root, places),
  });
  return [manifest('input', inputRoot(objects), inputs), manifest('output', uriOf(placeBelow(folder, '')), outputs)];
}

function writeManifest(root: string, places: readonly S3Uri[]): Buffer {
  const paths = places.map((place) => uriOf(place).slice(root.length));
  return Buffer.from(`${JSON.stringify([{ prefix: root }, ...paths])}\n`);
}

/** What the job calls its input, if all objects lie below that; else the last folder that they have in common. */
function inputRoot(objects: readonly InputObject[]): string {
  const roots = new Set(
    objects.map((object) => uriOf(object).slice(0, uriOf(object).length - object.relativePath.length)),
  );
  const [first = '', ...others] = roots;
  if (others.length === 0) return first;
  let length = first.length;
  for (const root of others) while (!root.startsWith(first.slice(0, length))) length--;
  return first.slice(0, first.lastIndexOf('/', length - 1) + 1);
}
