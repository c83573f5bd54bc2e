// A container for tests that counts the requests of each session, in its own memory.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const counts = new Map();
/** Processes may have one number in namespaces of their own. */
const self = randomUUID();
const name = 'x-amzn-sagemaker-session-id';

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    if (request.url === '/ping') return response.end();
    if (body === 'die') process.kill(process.pid, 'SIGKILL');
    let id = request.headers[name];
    if (id === 'NEW_SESSION') {
      id = randomUUID();
      const expires = new Date(Date.now() + 600_000).toISOString().replace(/\.\d+/, '');
      response.setHeader(name, `${id}; Expires=${expires}`);
      counts.set(id, 0);
    }
    if (!counts.has(id)) return response.writeHead(400).end(`this process knows no session ${id}`);
    counts.set(id, counts.get(id) + 1);
    if (body === 'close') response.setHeader('x-amzn-sagemaker-closed-session-id', id);
    response.end(`${self} ${counts.get(id)}`);
  });
});
process.on('SIGTERM', () => process.exit(0));
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
