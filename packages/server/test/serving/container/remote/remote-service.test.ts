import { Dispatcher } from 'undici';
import { expect, it } from 'vitest';
import { RemoteService } from '../../../../src/serving/container/remote/remote-service.ts';

const never = new AbortController().signal;

/** Answers pings as long as it is up; no other request gets a connection. */
class Unconnected extends Dispatcher {
  isUp = true;

  override dispatch({ path }: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (!this.isUp || path !== '/ping') return true;
    const controller = { abort: () => undefined } as unknown as Dispatcher.DispatchController;
    handler.onRequestStart?.(controller, undefined);
    handler.onResponseStart?.(controller, 200, { 'content-length': '0' });
    handler.onResponseEnd?.(controller, {});
    return true;
  }

  override destroy(): Promise<void> {
    return Promise.resolve();
  }
}

it('that gives no connection within the time for an answer was not sent anything, and cannot be reached', async () => {
  const dispatcher = new Unconnected();
  const told: string[] = [];
  const isBack = Promise.withResolvers<void>();
  const service = new RemoteService({
    dispatcher,
    address: 'https://there',
    timeoutMs: 20,
    startupTimeoutMs: 5_000,
    onLog: (line) => told.push(line),
    onChange: () => {
      if (told.length > 0) isBack.resolve();
    },
  });
  await service.start(never);
  dispatcher.isUp = false;
  const asked = service.invoke({ body: Buffer.from('1') }, never);
  await expect(asked).rejects.toMatchObject({ reason: 'timeout', wasSent: false });
  expect(service.isReady).toBe(false);
  expect(told).toEqual(['the service https://there cannot be reached: the time for an answer is up']);
  // It is pinged, and back as soon as it answers.
  dispatcher.isUp = true;
  await isBack.promise;
  while (!service.isReady) await new Promise((turn) => setTimeout(turn, 10));
  await service.close();
});
