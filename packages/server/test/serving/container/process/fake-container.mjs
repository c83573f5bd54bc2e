/* oxlint-disable no-console -- its output is what tests read */
// A container for tests. It does in each request what the body says; what it does at its start is its first argument.
import { spawn } from 'node:child_process';
import { createServer, request } from 'node:http';

const mode = process.argv[2] ?? 'serve';
const port = Number(process.env.SAGEMAKER_BIND_TO_PORT);

const actions = {
  echo: (_body, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('echo'),
  environment: (_body, response) =>
    response.end(JSON.stringify({ ...process.env, cwd: process.cwd(), pid: process.pid })),
  hang: () => undefined,
  block: (_body, response) => {
    // Four seconds without a turn of the event loop: pings go unanswered.
    for (const until = Date.now() + 4000; Date.now() < until; );
    response.end();
  },
  'stop listening': (_body, response) => {
    server.close();
    setInterval(() => undefined, 1000);
    response.writeHead(200, { connection: 'close' }).end(String(port));
  },
  // Its answer is on its way first.
  'close connections': (_body, response) => {
    response.end(String(port));
    setTimeout(() => server.closeIdleConnections(), 20);
  },
  die: () => process.exit(7),
  endless: (_body, response) => response.socket.end('HTTP/1.0 200 OK\r\n\r\none two'),
  'endless and die': (_body, response) =>
    response.socket.write('HTTP/1.0 200 OK\r\n\r\none two', () => process.kill(process.pid, 'SIGKILL')),
  crash: () => process.kill(process.pid, 'SIGKILL'),
};

const server = createServer((incoming, response) => {
  if (incoming.url === '/ping') return response.end();
  if (incoming.url === '/execution-parameters') return response.end('{"MaxConcurrentTransforms":3}');
  let body = '';
  incoming.on('data', (chunk) => (body += chunk));
  incoming.on('end', () => actions[body](body, response));
});

if (mode === 'serve') server.listen(port, '127.0.0.1');
if (mode === 'stubborn') process.on('SIGTERM', () => console.log('I stay'));
if (mode === 'family') console.log(`child ${spawn('sleep', ['100']).pid}`);
if (mode === 'deaf' || mode === 'stubborn' || mode === 'family') setInterval(() => undefined, 1000);
if (mode === 'stubborn' || mode === 'deaf') console.log('started');
if (mode === 'fail') {
  console.log('reading the model');
  console.error('ModelError: no such file: model.bin');
  process.exitCode = 3;
}
if (mode === 'robbed') {
  // Asks the test to listen on its port in its place, and stays.
  request({ port: Number(process.env.THIEF_PORT), path: `/${port}` }).end();
  setInterval(() => undefined, 1000);
}
