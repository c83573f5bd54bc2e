/**
 * Sends random requests of every API, whole and damaged, to a server of its own: the long form of `packages/server/test/fuzz`.
 *
 *     npm run fuzz -- [requests, 100000] [first seed, 1] [at most so many seconds, 3600]
 *
 * Prints how the requests ended and each seed that broke a rule; ends with 1 if a rule was broken.
 */

import { startFuzzServer } from '../packages/server/test/fuzz/fuzz-server.ts';
import { runFuzz } from '../packages/server/test/fuzz/run-fuzz.ts';
import { removeData } from '../packages/server/test/support/start-server.ts';

const [count = 100_000, first = 1, maxSeconds = 3600] = process.argv.slice(2).map(Number);
const server = await startFuzzServer();
const began = performance.now();
const { ends, reached, failures, next } = await runFuzz(server, { first, count, maxSeconds });
const seconds = (performance.now() - began) / 1000;
const code = await server.stop();
const strange = server
  .log()
  .split('\n')
  .filter((line) => /unforeseen|nothing caught|could not be answered/.test(line));
for (const { seed, reason, text } of failures) console.log(`seed ${seed}: ${reason}\n${text}\n`);
for (const line of strange.slice(0, 50)) console.log(line);
const listed = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
console.log(`${next - first} requests from seed ${first} on, ${seconds.toFixed(0)} s: ${listed(ends)}`);
console.log(`answered with what was asked: ${listed(reached)}`);
console.log(`${failures.length} broke a rule; ${strange.length} unforeseen errors; the server ended with ${code}`);
removeData(server);
process.exit(failures.length + strange.length > 0 || code !== 0 ? 1 : 0);
