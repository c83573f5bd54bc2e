import { startTestServer } from '../../support/start-server.ts';
import type { Place } from '../place.ts';
import type { Remedy } from '../remedy.ts';

/** A data folder that a server had, and a backup of it. */
async function withBackup(place: Place): Promise<void> {
  const server = await startTestServer({ data: place.path('data') });
  await server.stop();
  await place.success(['backup', 'monday', '--data', 'data']);
}

const restores = async (place: Place) => {
  await withBackup(place);
  return place.success(['restore', 'monday', '--data', 'other']);
};

export const upkeepRemedies: readonly Remedy[] = [
  {
    done: '`catenary backup monday`, where no server ever was',
    words: '--data names another folder',
    follow: withBackup,
  },
  {
    done: '`catenary backup monday`, which is there already',
    words: 'name a backup that is not there yet',
    async follow(place) {
      await withBackup(place);
      await place.success(['backup', 'tuesday', '--data', 'data']);
    },
  },
  {
    done: '`catenary restore monda`, where there is a backup monday',
    words: 'did you mean',
    follow: restores,
  },
  {
    done: '`catenary restore notes.txt`, which is no backup',
    words: 'name a folder, .tar or .tar.gz that catenary backup has made',
    follow: restores,
  },
  {
    done: '`catenary restore monday`, into a data folder that has something',
    words: 'name an empty one with --data',
    follow: restores,
  },
  {
    done: '`catenary restore monday`, into the data folder of a server that runs',
    words: 'or name another folder with --data or CATENARY_DATA',
    follow: restores,
  },
  {
    done: '`catenary move`, where no server ever was',
    words: '--data names another folder',
    async follow(place) {
      await withBackup(place);
      const to = 'postgres://127.0.0.1:1/catenary';
      const said = await place.refusal(['move', '--to', to, '--data', 'data']);
      // It goes as far as the database, which nobody runs here.
      if (!said.includes(to)) throw new Error(said);
    },
  },
];
