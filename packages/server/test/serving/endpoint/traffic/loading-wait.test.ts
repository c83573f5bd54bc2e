import { describe, expect, it } from 'vitest';
import { LoadingWait } from '../../../../src/serving/endpoint/traffic/loading-wait.ts';

const never = new Promise<void>(() => undefined);

describe('LoadingWait', () => {
  it('waits until the endpoint is loaded', async () => {
    await expect(new LoadingWait().until(Promise.resolve(), 'a')).resolves.toBeUndefined();
  });

  it('asks a request whose time is up to try again', async () => {
    const waited = new LoadingWait(1).until(never, 'a');
    await expect(waited).rejects.toMatchObject({
      code: 'ServiceUnavailable',
      status: 503,
      message: 'Endpoint a is still being loaded after a start of the server. Please retry the request.',
    });
  });

  it('lets 256 wait at once, and others when these have gone', async () => {
    const wait = new LoadingWait();
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = Array.from({ length: 256 }, () => wait.until(promise, 'a'));
    await expect(wait.until(promise, 'a')).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    resolve();
    await Promise.all(waiting);
    await expect(wait.until(promise, 'a')).resolves.toBeUndefined();
  });
});
