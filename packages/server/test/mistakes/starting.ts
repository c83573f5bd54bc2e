import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { mountSmallDisk } from '../support/small-disk.ts';
import { startTestServer } from '../support/start-server.ts';
import { asNewerVersion } from './as-newer-version.ts';
import type { MistakeGroup } from './mistake.ts';
import { lacksMount, someone } from './someone.ts';

const free = ['--port', '0'];

/** `catenary serve` that does not start. */
export const starting: MistakeGroup = {
  title: 'Starting a server',
  mistakes: [
    {
      done: '`catenary serve`, where another program listens on port 4747',
      async provoke(place) {
        const other = createServer();
        await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
        const { port } = other.address() as AddressInfo;
        const said = await place.refusal(['serve', '--data', place.path('data'), '--port', String(port)]);
        await new Promise((closed) => other.close(closed));
        return said
          .replaceAll(`port ${port}`, 'port 4747')
          .replace(/process \d+ \(.*?\)(?= has the port)/, 'process 4711 (node other.js)');
      },
    },
    {
      done: '`catenary serve --port abc`',
      provoke: (place) => place.refusal(['serve', '--data', place.path('data'), '--port', 'abc']),
    },
    {
      done: '`catenary serve --port 80`, not as root',
      lacks: someone === undefined ? 'another user' : undefined,
      provoke: (place) => place.refusal(['serve', '--data', place.path('data'), '--port', '80'], { uid: someone }),
    },
    {
      done: '`catenary serve --host 192.0.2.1`, an address of another machine',
      async provoke(place) {
        const said = await place.refusal(['serve', '--data', place.path('data'), '--host', '192.0.2.1', ...free]);
        return said
          .replace(/takes one of .*?(?=, or)/, 'takes one of 127.0.0.1, 10.0.0.5')
          .replace('port 0', 'port 4747');
      },
    },
    {
      done: '`catenary serve --host machine.invalid`, a name that there is not',
      async provoke(place) {
        const said = await place.refusal(['serve', '--data', place.path('data'), '--host', 'machine.invalid', ...free]);
        return said
          .replace(/takes one of .*?(?=, or)/, 'takes one of 127.0.0.1, 10.0.0.5')
          .replace('port 0', 'port 4747')
          .replace('EAI_AGAIN', 'ENOTFOUND'); // without a name server
      },
    },
    {
      done: '`catenary serve --data notes.txt`, which is a file',
      own: ['notes.txt'],
      provoke(place) {
        writeFileSync(place.path('notes.txt'), '');
        return place.refusal(['serve', '--data', 'notes.txt', ...free]);
      },
    },
    {
      done: '`catenary serve --data /usr/catenary`, not as root',
      lacks: someone === undefined ? 'another user' : undefined,
      provoke: (place) => place.refusal(['serve', '--data', '/usr/catenary', ...free], { uid: someone }),
    },
    {
      done: '`catenary serve --data /mnt/catenary`, on a disk that is read-only',
      lacks: lacksMount,
      async provoke(place) {
        const disk = mountSmallDisk(1 << 20, 'read-only');
        if (disk === undefined) throw new Error('no disk could be mounted');
        const said = await place.refusal(['serve', '--data', `${disk.path}/catenary`, ...free]);
        disk.close();
        return said.replaceAll(disk.path, '/mnt');
      },
    },
    {
      done: '`catenary serve --data /mnt/catenary`, on a disk that is full',
      lacks: lacksMount,
      async provoke(place) {
        const disk = mountSmallDisk(64 * 1024);
        if (disk === undefined) throw new Error('no disk could be mounted');
        writeFileSync(`${disk.path}/filler`, Buffer.alloc(disk.free()));
        mkdirSync(`${disk.path}/catenary`);
        const said = await place.refusal(['serve', '--data', `${disk.path}/catenary`, ...free]);
        disk.close();
        return said.replaceAll(disk.path, '/mnt');
      },
    },
    {
      done: '`catenary serve`, where another server has the data folder',
      own: ['data'],
      async provoke(place) {
        const server = await startTestServer({ data: place.path('data') });
        const said = await place.refusal(['serve', '--data', place.path('data'), ...free]);
        await server.stop();
        return said.replace(`process ${server.pid}`, 'process 4711').replace(server.url, 'http://127.0.0.1:4747');
      },
    },
    {
      done: '`catenary serve`, with a data folder that a newer version has written',
      own: ['data'],
      async provoke(place) {
        const server = await startTestServer({ data: place.path('data') });
        await server.stop();
        asNewerVersion(place.path('data'));
        return place.refusal(['serve', '--data', place.path('data'), ...free]);
      },
    },
    {
      done: '`catenary serve --config none.yaml`, which there is not',
      provoke: (place) => place.refusal(['serve', '--config', 'none.yaml']),
    },
    {
      done: '`logLevl: debug` in catenary.yaml',
      own: ['catenary.yaml'],
      provoke(place) {
        writeFileSync(place.path('catenary.yaml'), 'port: 0\nlogLevl: debug\n');
        return place.refusal(['serve', '--config', 'catenary.yaml']);
      },
    },
    {
      done: '`CATENARY_LOGLEVEL=debug` in the environment',
      provoke: (place) => place.refusal(['serve'], { env: { CATENARY_LOGLEVEL: 'debug' } }),
    },
    {
      done: '`CATENARY_STORE_URL=postgres://...` of a database that does not run',
      own: ['data'],
      async provoke(place) {
        const env = { CATENARY_STORE_URL: 'postgres://user:secret@127.0.0.1:1/catenary' };
        return place.refusal(['serve', '--data', place.path('data'), ...free], { env });
      },
    },
  ],
};
