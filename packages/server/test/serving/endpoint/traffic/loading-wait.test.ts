import { describe, expect, it } from 'vitest';
import { LoadingWait } from '../../../../src/serving/endpoint/traffic/loading-wait.ts';

describe('LoadingWait', () => {
  it('waits until the endpoint is loaded', async () => {
    const wait = new LoadingWait();
    const end = wait.begin('us-east-1/a');
    expect([wait.has('us-east-1/a'), wait.count]).toEqual([true, 1]);
    const waited = Promise.all([wait.until('us-east-1/a'), wait.settled()]);
    end();
    await waited;
    expect([wait.has('us-east-1/a'), wait.count]).toEqual([false, 0]);
    await expect(wait.until('us-east-1/a')).resolves.toBeUndefined();
  });

  it('asks a request whose time is up to try again', async () => {
    const wait = new LoadingWait(1);
    wait.begin('us-east-1/a');
    await expect(wait.until('us-east-1/a')).rejects.toMatchObject({
      code: 'ServiceUnavailable',
      status: 503,
      message: 'Endpoint a is still being loaded after a start of the server. Please retry the request.',
    });
  });

  it('lets 256 wait at once, and others when these have gone', async () => {
    const wait = new LoadingWait();
    const end = wait.begin('a');
    const waiting = Array.from({ length: 256 }, () => wait.until('a'));
    await expect(wait.until('a')).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    end();
    await Promise.all(waiting);
    const again = wait.begin('a');
    const waited = wait.until('a');
    again();
    await expect(waited).resolves.toBeUndefined();
  });
});
