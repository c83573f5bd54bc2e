import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** Loaded into a process and its threads before anything else: notes each file that they load, in a list for each thread below `NOTED_MODULES`. */
const list = join(process.env.NOTED_MODULES ?? '.', `${threadId}.txt`);

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(list, `${url}\n`);
    return next(url, context);
  },
});
