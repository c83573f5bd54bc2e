import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

/**
 * Loaded into a process and its threads before anything else: notes each file that they load, in a list for each thread. The
 * folder of the lists is a parameter of its own address, as a server keeps no variable that it does not know.
 */
const list = join(new URL(import.meta.url).searchParams.get('folder') ?? '.', `${threadId}.txt`);

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(list, `${url}\n`);
    return next(url, context);
  },
});
