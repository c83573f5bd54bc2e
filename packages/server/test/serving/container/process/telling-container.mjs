// A container for tests that says which requests it begins, and answers each after some milliseconds with its process id.
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';

const server = createServer((incoming, response) => {
  if (incoming.url === '/ping') return response.end();
  let body = '';
  incoming.on('data', (chunk) => (body += chunk));
  incoming.on('end', () => {
    writeSync(1, `${process.pid} begins ${body}\n`);
    setTimeout(() => response.end(String(process.pid)), 8);
  });
});
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
