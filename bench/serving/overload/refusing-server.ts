/** Refuses every request at once: what its callers cost the machine, without any work of the server that is measured. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = JSON.stringify({ Message: 'x'.repeat(200) });
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(503, { 'content-type': 'application/json' }).end(body));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
