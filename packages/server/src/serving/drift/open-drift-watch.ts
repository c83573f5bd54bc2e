import { parseS3Uri } from '../../contract/s3-uri.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { readStatistics } from '../monitoring/analysis/read-statistics.ts';
import type { EndpointSnapshot } from '../records/endpoint-snapshot.ts';
import { DriftWatch } from './drift-watch.ts';

/** The most bytes of a statistics.json: reading it holds up requests for so long. */
const maxBytes = 4 * 1024 ** 2;

/** The watch of an endpoint of which a container has CATENARY_DRIFT_BASELINE; undefined if none has. */
export function openDriftWatch(
  { variants }: EndpointSnapshot,
  objects: Pick<ObjectStore, 'readObject'>,
): DriftWatch | undefined {
  const containers = variants.flatMap((variant) => variant.containers);
  const given = containers.map(({ environment }) => environment.CATENARY_DRIFT_BASELINE).find(Boolean);
  if (given === undefined) return undefined;
  const place = parseS3Uri(given);
  const readBaseline = async () => {
    if (place === undefined)
      throw new Error(`CATENARY_DRIFT_BASELINE must be "first" or begin with s3://; it is ${given}`);
    return objects.readObject(place, maxBytes);
  };
  const parse = (file: Buffer) => readStatistics(JSON.parse(file.toString()));
  return new DriftWatch({
    readBaseline: given === 'first' ? undefined : readBaseline,
    parse,
    clock: () => performance.now(),
  });
}
