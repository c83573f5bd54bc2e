import { placeBelow, type S3Uri, uriOf } from '../../contract/s3-uri.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { PartPlaces } from './divided-objects.ts';

/** Parts beside the outputs of a job in their bucket. */
export function storePlaces(store: ObjectStore, output: S3Uri): PartPlaces {
  const placeOf = (folder: string, name: string) => placeBelow(output, `.catenary-parts/${folder}/${name}`);
  return {
    orderOf: (folder) => ({ outputPath: uriOf(placeOf(folder, '')) }),
    read: async (folder, name) => {
      const place = placeOf(folder, name);
      const found = await store.getObject(place);
      if (found === undefined) throw new Error(`The part ${uriOf(place)} is gone.`);
      return found.body;
    },
    remove: async (folder, names) => {
      for (const name of names) await store.deleteObject(placeOf(folder, name));
    },
  };
}
