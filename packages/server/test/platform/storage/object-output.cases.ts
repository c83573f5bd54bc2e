import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { OutputDetail, OutputState } from '../../../src/platform/storage/object-output.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';

/** What every object store must do with outputs. `reopen` gives the store as another process would find it. */
export function outputCases(
  name: string,
  { store, reopen }: { store: () => ObjectStore; reopen: () => Promise<ObjectStore> },
): void {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const throughJson = (state: OutputState) => JSON.parse(JSON.stringify(state)) as OutputState;
  const contentOf = async (key: string) => sha256(await store().readObject({ bucket: 'bucket', key }, 1e9));
  const codeOf = (error: unknown) => (error as { code?: string }).code;
  // Sizes around every threshold: nothing, a tail in memory, one spool or several parts.
  const sizes = [0, 1, 200_000, 300_000, 6_000_000, 23_000_000];

  describe(`outputs of ${name}`, () => {
    it.each(sizes)('makes an object of %i bytes whole, at publish and not before', async (size) => {
      const content = randomBytes(size);
      const output = await store().openOutput({ bucket: 'bucket', key: `whole-${size}` }, { contentType: 'text/csv' });
      for (let at = 0; at < size; at += 700_000) await output.append(content.subarray(at, at + 700_000));
      await output.seal();
      expect(await store().headObject({ bucket: 'bucket', key: `whole-${size}` })).toBeUndefined();
      const object = await output.publish();
      expect(object).toMatchObject({ key: `whole-${size}`, size, contentType: 'text/csv' });
      expect(await contentOf(`whole-${size}`)).toBe(sha256(content));
      expect(await output.publish()).toEqual(object);
    });

    it('continues from its last state in another process, and forgets what came after it', async () => {
      const content = randomBytes(22_000_000);
      const key = 'resumed';
      let state: OutputState | undefined;
      // Cuts below and above the sizes of tails and parts; 90,000 bytes are lost in each life.
      const cuts = [0, 1000, 1000, 400_000, 5_500_000, 5_500_001, 19_000_000, 22_000_000];
      for (const [index, cut] of cuts.entries()) {
        const output = await store().openOutput({ bucket: 'bucket', key }, {}, state && throughJson(state));
        const from = state?.length ?? 0;
        expect(output.length).toBe(from);
        for (let at = from; at < cut; at += 1_000_000)
          await output.append(content.subarray(at, Math.min(at + 1_000_000, cut)));
        state = index === cuts.length - 1 ? await output.seal() : await output.sync();
        expect(state.length).toBe(cut);
        if (!state.isSealed) await output.append(randomBytes(90_000));
        await output.close();
        await reopen();
      }
      const sealed = await store().openOutput({ bucket: 'bucket', key }, {}, throughJson(state as OutputState));
      const object = await sealed.publish();
      expect(await contentOf(key)).toBe(sha256(content));
      await reopen();
      // Killed between publishing and saying so: it is published once.
      const again = await store().openOutput({ bucket: 'bucket', key }, {}, throughJson(state as OutputState));
      expect((await again.publish()).etag).toBe(object.etag);
    });

    it('takes nothing more once it is sealed', async () => {
      const output = await store().openOutput({ bucket: 'bucket', key: 'sealed' });
      await output.append(Buffer.from('x'));
      await output.seal();
      await expect(output.append(Buffer.from('y'))).rejects.toThrow('sealed');
      await output.abort();
    });

    it('reports to the journal before anything is left behind, and leaves nothing once it is dropped', async () => {
      const events: string[] = [];
      let detail: OutputDetail = {};
      const journal = {
        starting: async () => void events.push('starting'),
        started: async (id: string) => {
          events.push('started');
          detail = { id };
        },
      };
      const output = await store().openOutput({ bucket: 'bucket', key: 'journalled' }, { journal });
      await output.append(Buffer.alloc(1000));
      await output.sync();
      expect(events).toEqual([]);
      for (let index = 0; index < 20; index++) await output.append(Buffer.alloc(1_000_000));
      expect(events).toEqual(['starting', 'started']);
      const state = await output.sync();
      await output.close();
      await reopen();
      await store().dropOutput({ bucket: 'bucket', key: 'journalled' }, detail);
      await store().dropOutput({ bucket: 'bucket', key: 'journalled' }, detail);
      expect(await store().listUploads('bucket', 'journalled')).toEqual([]);
      const late = await store()
        .openOutput({ bucket: 'bucket', key: 'journalled' }, {}, state)
        .then(async (opened) => {
          await opened.seal();
          return opened.publish();
        })
        .catch(codeOf);
      expect(late).toBe('NoSuchUpload');
      expect(await store().headObject({ bucket: 'bucket', key: 'journalled' })).toBeUndefined();
    });

    it('removes what was begun by a process that was killed before it could say so', async () => {
      const [begun, killed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const started = () => {
        begun.resolve();
        return killed.promise;
      };
      const output = await store().openOutput(
        { bucket: 'bucket', key: 'unnamed' },
        {
          journal: { starting: async () => undefined, started },
        },
      );
      const appending = (async () => {
        for (let index = 0; index < 20; index++) await output.append(Buffer.alloc(1_000_000));
      })();
      appending.catch(() => undefined);
      await begun.promise;
      await store().dropOutput({ bucket: 'bucket', key: 'unnamed' }, {});
      expect(await store().listUploads('bucket', 'unnamed')).toEqual([]);
      killed.reject(new Error('killed'));
      await expect(appending).rejects.toThrow('killed');
      await output.abort();
    });

    it('leaves nothing when it is aborted', async () => {
      const output = await store().openOutput({ bucket: 'bucket', key: 'aborted' });
      for (let index = 0; index < 12; index++) await output.append(Buffer.alloc(1_000_000));
      await output.sync();
      await output.abort();
      await output.abort();
      expect(await store().headObject({ bucket: 'bucket', key: 'aborted' })).toBeUndefined();
      expect(await store().listUploads('bucket', 'aborted')).toEqual([]);
    });

    it('lets the later of two outputs to one key win whole', async () => {
      const [one, two] = [randomBytes(6_000_000), randomBytes(7_000_000)];
      const first = await store().openOutput({ bucket: 'bucket', key: 'both' });
      const second = await store().openOutput({ bucket: 'bucket', key: 'both' });
      for (let at = 0; at < 7_000_000; at += 1_000_000) {
        await first.append(one.subarray(at, at + 1_000_000));
        await second.append(two.subarray(at, at + 1_000_000));
      }
      await first.seal();
      await second.seal();
      await second.publish();
      expect(await contentOf('both')).toBe(sha256(two));
      await first.publish();
      expect(await contentOf('both')).toBe(sha256(one));
    });
  });
}
