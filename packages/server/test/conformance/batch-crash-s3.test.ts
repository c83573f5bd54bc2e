import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../src/platform/storage/object-store.ts';
import { openS3ObjectStore } from '../../src/platform/storage/s3/s3-object-store.ts';
import { createDiamondsModel, readExample } from '../support/diamonds.ts';
import {
  findSeaweedfs,
  type OutsideStore,
  outsideEnvironment,
  outsideOptions,
  startSeaweedfs,
} from '../support/seaweedfs.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';
import { createTransformJob, csvLines, untilEnded } from '../support/transform-job.ts';

const program = await findSeaweedfs();
/** Rows of the example, so many times over: joined to their answers, an output of three parts. */
const times = 120;

describe.skipIf(program === undefined)('a transform job to an outside store, killed (SeaweedFS)', () => {
  let outside: OutsideStore;
  let objects: ObjectStore;
  let server: TestServer;
  let undisturbed: string;

  const start = (data?: string, faults = '') =>
    startTestServer({
      ...(data === undefined ? {} : { data }),
      env: {
        CATENARY_CHECKPOINT_SECONDS: '0',
        CATENARY_TEST_FAULTS: faults,
        ...outsideEnvironment(outside.url, 'diamonds'),
      },
    });

  const create = (name: string) =>
    createTransformJob(server.client, name, {
      ModelName: 'pair',
      DataProcessing: { JoinSource: 'Input' },
      ...csvLines('s3://diamonds/in/', `s3://diamonds/${name}`),
    });

  const ended = async (name: string) => (await untilEnded(server.client, name)).TransformJobStatus;

  const digest = async (name: string) => {
    const content = await objects.readObject({ bucket: 'diamonds', key: `${name}/rows.csv.out` }, 1e8);
    return createHash('sha256').update(content).digest('hex');
  };

  beforeAll(async () => {
    outside = await startSeaweedfs(program as string);
    server = await start();
    await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
    objects = await openS3ObjectStore(outsideOptions(outside.url, ['diamonds']));
    const rows = readExample('requests.csv').toString().trimEnd();
    const body = Buffer.from(Array.from({ length: times }, () => rows).join('\n'));
    await objects.putObject({ bucket: 'diamonds', key: 'in/rows.csv' }, body);
    await create('undisturbed');
    expect(await ended('undisturbed')).toBe('Completed');
    undisturbed = await digest('undisturbed');
  });

  afterAll(async () => {
    await server.stop('SIGKILL');
    await objects.close();
    removeData(server);
    await outside.close();
  });

  it.each(['kill@before-part-upload:1', 'kill@after-part-upload:2', 'kill@before-publish:1', 'kill@after-publish:1'])(
    'comes out the same after %s, and leaves no upload behind',
    async (fault) => {
      const name = fault.replace(/\W/g, '-');
      await create(name);
      await server.stop('SIGKILL');
      // The fault kills the server whether or not it got ready before.
      await start(server.data, fault).then(
        (doomed) => doomed.stop('SIGCONT'),
        () => null,
      );
      server = await start(server.data);
      expect(await ended(name)).toBe('Completed');
      expect(await digest(name)).toBe(undisturbed);
      expect(await objects.listUploads('diamonds', name)).toEqual([]);
    },
  );
});
