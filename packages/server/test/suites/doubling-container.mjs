// A container for tests that doubles numbers. It keeps the contract of containers; with the argument `models` also that
// of multi-model containers, and with `fail` it ends at once.
import { createServer } from 'node:http';

const [mode] = process.argv.slice(2);
if (mode === 'fail') {
  process.stderr.write('cannot read the model\n');
  process.exit(3);
}

const words = {
  hang: () => undefined,
  die: () => process.exit(7),
  bad: (response) => response.writeHead(422).end('will not double bad'),
};

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    if (request.url === '/ping') return response.end();
    if (request.url.startsWith('/models') && mode !== 'models') return response.writeHead(404).end();
    if (request.method !== 'POST' || request.url === '/models') return response.end('{}');
    const act = words[body];
    return act === undefined ? response.end(String(Number(body) * 2)) : act(response);
  });
});
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
