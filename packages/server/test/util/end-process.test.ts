import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../support/start-server.ts';

/** A process with a thread that runs this, and that ends itself once the thread has begun. */
async function endOf(threadCode: string, until = ''): Promise<unknown[]> {
  const source = (name: string) => JSON.stringify(join(root, 'packages/server/src/util', name));
  const program = `
    import { once } from 'node:events';
    import { setTimeout as delay } from 'node:timers/promises';
    import { endProcess } from ${source('end-process.ts')};
    import { startWorker } from ${source('start-thread.ts')};
    const code = \`import { pbkdf2Sync } from 'node:crypto'; import { parentPort } from 'node:worker_threads'; parentPort.postMessage('begun'); ${threadCode}\`;
    const worker = startWorker(new URL('data:text/javascript,' + encodeURIComponent(code)), { resourceLimits: {} });
    await once(worker, 'message');
    ${until}
    await endProcess(3);`;
  const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return once(child, 'exit');
}

it('ends with its code, whatever its threads compute', async () => {
  expect(await endOf('setInterval(() => undefined, 1000);')).toEqual([3, null]);
  expect(await endOf('for (;;);')).toEqual([3, null]);
});

it('ends by SIGKILL if a thread is within one call of the engine that lasts for hours', async () => {
  const call = `pbkdf2Sync('a', 'b', 2 ** 31 - 1, 64 * 1024, 'sha512');`;
  // It is within the call when it no longer says what memory it has.
  const isBusy = 'while (await Promise.race([worker.getHeapStatistics(), delay(200)]) !== undefined);';
  expect(await endOf(call, isBusy)).toEqual([null, 'SIGKILL']);
});
