// A container that doubles numbers, with the fault that FAULT names. The word behind it is only there for finding its processes.
import { createServer } from 'node:http';

const { FAULT: fault, SAGEMAKER_BIND_TO_PORT: port } = process.env;
if (fault === 'ends at its start') {
  process.stderr.write('cannot read the model\n');
  process.exit(3);
}

/** Requests that it answers well before it begins to end at each. */
let healthy = 3;
const answer = (body, response) => {
  if (fault === 'refuses') return response.writeHead(500).end('no prediction');
  if (fault === 'ends in requests' && healthy-- <= 0) process.exit(7);
  return response.end(String(Number(body) * 2));
};
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    if (request.url === '/ping') return response.writeHead(fault === 'is never healthy' ? 503 : 200).end();
    if (request.url === '/execution-parameters') return response.writeHead(404).end();
    return fault === 'is slow' ? setTimeout(() => answer(body, response), 300) : answer(body, response);
  });
});
process.on('SIGTERM', () => process.exit(0));
server.listen(Number(port), '127.0.0.1');
