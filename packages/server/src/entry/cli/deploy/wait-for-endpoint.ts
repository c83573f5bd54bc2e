import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import { CommandError } from '../command.ts';

const pollMs = 50;

/** Waits until an endpoint is in service; `onWait` is called with its status each time. Throws `CommandError` with its reason if it failed. */
export async function waitForEndpoint(
  client: ApiClient,
  name: string,
  onWait: (status: string) => void | Promise<void> = () => undefined,
): Promise<void> {
  for (;;) {
    const { EndpointStatus: status, FailureReason: reason } = await client.operation('DescribeEndpoint', {
      EndpointName: name,
    });
    // An update that failed leaves the endpoint in service as it was, with the reason.
    if (status === 'InService' && reason === undefined) return;
    if (status === 'InService')
      throw new CommandError(`The endpoint ${name} answers as before, as its update failed: ${String(reason)}`);
    if (status !== 'Creating' && status !== 'Updating' && status !== 'SystemUpdating')
      throw new CommandError(`The endpoint ${name} is ${String(status)}: ${String(reason)}`);
    await onWait(String(status));
    await sleep(pollMs);
  }
}
