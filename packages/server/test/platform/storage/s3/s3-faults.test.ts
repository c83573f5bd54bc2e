import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FoundObject, ObjectStore } from '../../../../src/platform/storage/object-store.ts';
import { openS3ObjectStore } from '../../../../src/platform/storage/s3/s3-object-store.ts';
import { type Fault, type FaultProxy, type Plan, startFaultProxy } from '../../../support/fault-proxy.ts';
import {
  findSeaweedfs,
  type OutsideStore,
  outsideCredentials,
  outsideOptions,
  startSeaweedfs,
} from '../../../support/seaweedfs.ts';

const program = await findSeaweedfs();

/** A real store behind a proxy that spoils requests: each fault is survived, or reported by name. */
describe.skipIf(program === undefined)('S3 object store, with faults on the way', () => {
  let outside: OutsideStore;
  let proxy: FaultProxy;
  let store: ObjectStore;
  /** For connections that stand still; on a busy machine it would give up others too. */
  let impatient: ObjectStore;
  const content = randomBytes(3_000_000);

  beforeAll(async () => {
    outside = await startSeaweedfs(program as string);
    proxy = await startFaultProxy(outside.url);
    const options = { ...outsideOptions(proxy.url), firstDelayMs: 1 };
    store = await openS3ObjectStore(options);
    impatient = await openS3ObjectStore({ ...options, stallMs: 1500 });
    await fill(outside.url);
  });

  /** Not through the proxy, and with the usual patience: the first object of a bucket waits there until a volume has grown. */
  async function fill(url: string): Promise<void> {
    const patient = await openS3ObjectStore(outsideOptions(url));
    await patient.createBucket('bucket');
    await patient.putObject({ bucket: 'bucket', key: 'object' }, content);
    await patient.close();
  }

  beforeEach(() => {
    proxy.plan = () => undefined;
    proxy.faults = 0;
  });

  afterAll(async () => {
    await Promise.all([store.close(), impatient.close()]);
    await proxy.close();
    await outside.close();
  });

  /** The first so many requests that match go wrong. */
  const first = (
    count: number,
    fault: Fault,
    matches: (request: Parameters<Plan>[0]) => boolean = () => true,
  ): Plan => {
    let left = count;
    return (request) => (matches(request) && left-- > 0 ? fault : undefined);
  };
  const always = (fault: Fault) => first(Infinity, fault);

  it.each<[string, number, Fault]>([
    ['SlowDown', 5, { kind: 'slow down' }],
    ['an internal error', 5, { kind: 'server error' }],
    ['a reset connection', 5, { kind: 'reset' }],
    ['a lost answer', 5, { kind: 'lost answer' }],
    ['a body that ends early, again and again', 30, { kind: 'truncated', after: 100_000 }],
    ['a body that ends before its first byte', 5, { kind: 'truncated', after: 0 }],
    ['a body that stalls', 2, { kind: 'stalled', after: 1_000_000 }],
    ['an answer that never begins', 1, { kind: 'stalled', after: 0 }],
    ['a body that comes slowly', 1, { kind: 'slow', pieceBytes: 20_000 }],
  ])('reads an object whole over %s', async (_name, count, fault) => {
    proxy.plan = first(count, fault);
    const reader = fault.kind === 'stalled' ? impatient : store;
    expect((await reader.readObject({ bucket: 'bucket', key: 'object' }, 1e7)).equals(content)).toBe(true);
    // A body that ends early still brought some of it: fewer faults may do.
    expect(proxy.faults).toBeGreaterThanOrEqual(Math.min(count, 29));
  });

  it('reads a range whole over a body that ends early', async () => {
    proxy.plan = first(3, { kind: 'truncated', after: 50_000 }, ({ method }) => method === 'GET');
    const range = () => ({ first: 10, last: 1_999_999 });
    const { body } = (await store.getObject({ bucket: 'bucket', key: 'object' }, { range })) as FoundObject;
    const read = Buffer.concat((await body.toArray()) as Buffer[]);
    expect(read.equals(content.subarray(10, 2_000_000))).toBe(true);
    expect(proxy.faults).toBe(3);
  });

  it('reports content that is not what the store says, and gives no plain end', async () => {
    proxy.plan = always({ kind: 'corrupted', at: 1_234_567 });
    await expect(store.readObject({ bucket: 'bucket', key: 'object' }, 1e7)).rejects.toThrow(
      /^The content received of s3:\/\/bucket\/object is not what its store says: (crc32|md5|crc64nvme) \S+, not \S+\.$/,
    );
  });

  it('reports an object that was replaced while it was read, instead of mixing two', async () => {
    await store.putObject({ bucket: 'bucket', key: 'replaced' }, content);
    proxy.plan = first(1, { kind: 'truncated', after: 500_000 });
    const { body } = (await store.getObject({ bucket: 'bucket', key: 'replaced' })) as FoundObject;
    const other = await openS3ObjectStore({
      endpoint: outside.url,
      region: 'us-east-1',
      pathStyle: true,
      buckets: ['*'],
      credentials: outsideCredentials,
    });
    await other.putObject({ bucket: 'bucket', key: 'replaced' }, randomBytes(3_000_000));
    await other.close();
    await expect(body.toArray()).rejects.toMatchObject({ code: 'PreconditionFailed' });
  });

  it('gives up after eight attempts, saying what it asked, how often, and the reason', async () => {
    proxy.plan = always({ kind: 'slow down' });
    // It has no connection that a fault of another test has ended, which is an attempt that the proxy does not see.
    const fresh = await openS3ObjectStore({ ...outsideOptions(proxy.url), firstDelayMs: 1 });
    await expect(fresh.putObject({ bucket: 'bucket', key: 'k' }, Buffer.from('x'))).rejects.toThrow(
      'PutObject of s3://bucket/k failed after 8 attempts: SlowDown (HTTP 503): Please reduce your request rate.',
    );
    expect(proxy.faults).toBe(8);
    await fresh.close();
    proxy.plan = always({ kind: 'reset' });
    await expect(store.headObject({ bucket: 'bucket', key: 'object' })).rejects.toThrow(
      /^HeadObject of s3:\/\/bucket\/object failed after 8 attempts: ECONNRESET/,
    );
  });

  it('gives up a body that brings nothing eight times in a row, naming the byte', async () => {
    proxy.plan = first(1, { kind: 'truncated', after: 1_000_000 });
    const after = proxy.plan;
    proxy.plan = (request) => after(request) ?? { kind: 'truncated', after: 0 };
    await expect(store.readObject({ bucket: 'bucket', key: 'object' }, 1e7)).rejects.toThrow(
      /^Reading s3:\/\/bucket\/object failed 8 times in a row at byte 1000000 of 3000000: /,
    );
  });

  it('publishes once though the answer to the completion was lost', async () => {
    const output = await store.openOutput({ bucket: 'bucket', key: 'completed' });
    for (let index = 0; index < 4; index++) await output.append(content);
    await output.seal();
    proxy.plan = first(1, { kind: 'lost answer' }, ({ method, url }) => method === 'POST' && url.includes('uploadId='));
    expect(await output.publish()).toMatchObject({ key: 'completed', size: 12_000_000 });
    expect(proxy.faults).toBe(1);
    expect((await store.readObject({ bucket: 'bucket', key: 'completed' }, 1e8)).length).toBe(12_000_000);
  });

  it('completes again where the store answered 200 with an error', async () => {
    const output = await store.openOutput({ bucket: 'bucket', key: 'error-in-200' });
    for (let index = 0; index < 4; index++) await output.append(content);
    await output.seal();
    proxy.plan = first(2, { kind: 'error in 200' }, ({ method }) => method === 'POST');
    expect(await output.publish()).toMatchObject({ size: 12_000_000 });
    expect(proxy.faults).toBe(2);
  });

  it('reports a part that the store received otherwise than it was sent', async () => {
    proxy.plan = first(Infinity, { kind: 'corrupted request' }, ({ method }) => method === 'PUT');
    const failed = store.putObject({ bucket: 'bucket', key: 'damaged' }, content);
    await expect(failed).rejects.toThrow(/PutObject of s3:\/\/bucket\/damaged|bytes of s3:\/\/bucket\/damaged/);
  });

  it('writes, lists and reads over a store that fails every fifth request', async () => {
    const kinds = ['slow down', 'server error', 'reset', 'lost answer'] as const;
    let requests = 0;
    // Every fifth, in turn of each kind; never the same request of a sequence twice in a row.
    proxy.plan = () => {
      requests++;
      return requests % 5 === 0 ? { kind: kinds[(requests / 5) % 4] as (typeof kinds)[number] } : undefined;
    };
    const bodies = Array.from({ length: 25 }, (_, index) => randomBytes(1 + index * 40_000));
    for (const [index, body] of bodies.entries())
      await store.putObject({ bucket: 'bucket', key: `many/${index}` }, body);
    const large = await store.openOutput({ bucket: 'bucket', key: 'many/large' });
    for (let index = 0; index < 9; index++) await large.append(content);
    await large.seal();
    await large.publish();
    const { objects } = await store.listObjects('bucket', { prefix: 'many/' });
    expect(objects).toHaveLength(26);
    for (const [index, body] of bodies.entries())
      expect((await store.readObject({ bucket: 'bucket', key: `many/${index}` }, 1e7)).equals(body)).toBe(true);
    expect(
      (await store.readObject({ bucket: 'bucket', key: 'many/large' }, 1e8)).subarray(24_000_000).equals(content),
    ).toBe(true);
    expect(proxy.faults).toBeGreaterThan(10);
  });
});
