import { mkdirSync, writeFileSync } from 'node:fs';
import type { MistakeGroup } from './mistake.ts';
import type { Place } from './place.ts';
import { sharedServer, userOf } from './shared-server.ts';

/** A PostgreSQL that nobody runs. */
const noDatabase = 'postgres://me:secret@127.0.0.1:1/catenary';

/** `catenary ...` over a data folder that is there or not. */
const refused =
  (...args: readonly string[]) =>
  (place: Place) =>
    place.refusal([...args, '--data', place.path('data')]);

/** The same, with the data folder of a server that runs. */
const refusedByServer =
  (...args: readonly string[]) =>
  async (place: Place) => {
    const { data, url, pid } = await sharedServer();
    const said = await place.refusal(args, { env: userOf(await sharedServer()) });
    return said
      .replaceAll(data, '/home/me/.catenary')
      .replaceAll(url, 'http://127.0.0.1:4747')
      .replaceAll(String(pid), '4711');
  };

/** Commands that look after what a server keeps. */
export const upkeep: MistakeGroup = {
  title: 'Looking after a server',
  mistakes: [
    { done: '`catenary backup monday`, where no server ever was', provoke: refused('backup', 'monday') },
    {
      done: '`catenary backup monday`, which is there already',
      own: ['monday'],
      provoke(place) {
        mkdirSync(place.path('monday'));
        return refusedByServer('backup', 'monday')(place);
      },
    },
    {
      done: '`catenary backup monday`, where the resources are in PostgreSQL',
      provoke: (place) =>
        place.refusal(['backup', 'monday', '--data', place.path('data')], { env: { CATENARY_STORE_URL: noDatabase } }),
    },
    {
      done: '`catenary restore monda`, where there is a backup monday',
      own: ['monday'],
      provoke(place) {
        mkdirSync(place.path('monday'));
        return refused('restore', 'monda')(place);
      },
    },
    {
      done: '`catenary restore notes.txt`, which is no backup',
      own: ['notes.txt'],
      provoke(place) {
        writeFileSync(place.path('notes.txt'), 'my notes\n');
        return refused('restore', 'notes.txt')(place);
      },
    },
    {
      done: '`catenary restore notes`, a folder that is no backup',
      own: ['notes'],
      provoke(place) {
        mkdirSync(place.path('notes'));
        return refused('restore', 'notes')(place);
      },
    },
    {
      done: '`catenary restore monday`, into a data folder that has something',
      own: ['monday', 'data', 'data/mine'],
      provoke(place) {
        for (const name of ['monday', 'data']) mkdirSync(place.path(name));
        writeFileSync(place.path('data/mine'), '');
        return refused('restore', 'monday')(place);
      },
    },
    {
      done: '`catenary restore monday`, into the data folder of a server that runs',
      own: ['monday'],
      provoke(place) {
        mkdirSync(place.path('monday'));
        return refusedByServer('restore', 'monday')(place);
      },
    },
    {
      done: '`catenary restore monday`, where the resources are in PostgreSQL',
      own: ['monday'],
      provoke(place) {
        mkdirSync(place.path('monday'));
        return place.refusal(['restore', 'monday', '--data', place.path('data')], {
          env: { CATENARY_STORE_URL: noDatabase },
        });
      },
    },
    { done: '`catenary move --to mysql://db`', provoke: refused('move', '--to', 'mysql://db') },
    { done: '`catenary move`, where no server ever was', provoke: refused('move', '--to', noDatabase) },
    { done: '`catenary move`, while a server runs', provoke: refusedByServer('move', '--to', noDatabase) },
    { done: '`catenary doctor --port abc`', provoke: (place) => place.refusal(['doctor', '--port', 'abc']) },
  ],
};
