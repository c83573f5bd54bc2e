import { writeFileSync } from 'node:fs';
import { startTestServer } from '../../support/start-server.ts';
import { asNewerVersion } from '../as-newer-version.ts';
import type { Place } from '../place.ts';
import type { Remedy } from '../remedy.ts';

/** A server that starts with these flags, and is ended again. */
async function starts(place: Place, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const server = await startTestServer({ data: place.path('data'), args, env });
  await server.stop();
}

export const startingRemedies: readonly Remedy[] = [
  {
    done: '`catenary serve`, where another program listens on port 4747',
    words: 'choose another port with --port, 0 for any free one',
    follow: (place) => starts(place, ['--port', '0']),
  },
  {
    done: '`catenary serve --port abc`',
    words: 'a whole number from 0 to 65535',
    follow: (place) => starts(place, ['--port', '0']),
  },
  {
    done: '`catenary serve --host 192.0.2.1`, an address of another machine',
    words: 'or 0.0.0.0 for all',
    follow: (place) => starts(place, ['--host', '127.0.0.1']),
  },
  {
    done: '`catenary serve --host machine.invalid`, a name that there is not',
    words: '--host takes one of 127.0.0.1',
    follow: (place) => starts(place, ['--host', '127.0.0.1']),
  },
  {
    done: '`catenary serve --data notes.txt`, which is a file',
    words: 'name another folder with --data or CATENARY_DATA',
    follow: async (place) => {
      await starts(place, ['--data', place.path('other')]);
    },
  },
  {
    done: '`catenary serve`, where another server has the data folder',
    words: 'stop it, or name another folder with --data or CATENARY_DATA',
    async follow(place) {
      const first = await startTestServer({ data: place.path('data') });
      await starts(place, ['--data', place.path('other')]);
      await first.stop();
      await starts(place, []);
    },
  },
  {
    done: '`catenary serve`, with a data folder that a newer version has written',
    words: 'start that one again',
    async follow(place) {
      await starts(place, []);
      asNewerVersion(place.path('data'));
      await place.refusal(['serve', '--data', place.path('data'), '--port', '0']);
      // As the other version finds it: nothing was changed.
      asNewerVersion(place.path('data'), true);
      await starts(place, []);
    },
  },
  {
    done: '`catenary serve --config none.yaml`, which there is not',
    words: '--config names the file',
    follow(place) {
      writeFileSync(place.path('some.yaml'), 'logLevel: warn\n');
      return starts(place, ['--config', place.path('some.yaml')]);
    },
  },
  {
    done: '`logLevl: debug` in catenary.yaml',
    words: 'use logLevel',
    follow(place) {
      writeFileSync(place.path('catenary.yaml'), 'logLevel: debug\n');
      return starts(place, ['--config', place.path('catenary.yaml')]);
    },
  },
  {
    done: '`CATENARY_LOGLEVEL=debug` in the environment',
    words: 'use CATENARY_LOG_LEVEL',
    follow: (place) => starts(place, [], { CATENARY_LOG_LEVEL: 'debug' }),
  },
];
