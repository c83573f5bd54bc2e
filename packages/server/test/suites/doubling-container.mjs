// A container for tests that doubles numbers. It keeps the contract of containers; with the argument `models` also that
// of multi-model containers, whose models in /opt/ml/models say by what they multiply (`factor.txt`), and with `fail` it ends at once.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const mode = process.env.MODE ?? process.argv[2];
if (mode === 'fail') {
  process.stderr.write('cannot read the model\n');
  process.exit(3);
}

if (mode === 'eat') {
  const eaten = [];
  for (;;) eaten.push(Buffer.alloc(16_000_000, 1));
}

/** Name -> what it multiplies by. */
const models = new Map();

/** Its path is `/models/<name>/invoke`. */
const factorOf = (path) => models.get(path.split('/')[2]) ?? 2;

function load(text, response) {
  const { model_name: name, url } = JSON.parse(text);
  try {
    models.set(name, Number(readFileSync(`${url}/factor.txt`, 'utf8')));
    response.end('{}');
  } catch (error) {
    response.writeHead(422).end(error.code);
  }
}

const words = {
  env: (response) => response.end(JSON.stringify(process.env)),
  files: (response) => response.end(describeFiles()),
  hang: () => undefined,
  die: () => process.exit(7),
  bad: (response) => response.writeHead(422).end('will not double bad'),
};

/** Whether the model can be read and written, and the root folder written; capabilities, as the system counts them. */
function describeFiles() {
  const said = (act) => {
    try {
      return act();
    } catch (error) {
      return error.code;
    }
  };
  return JSON.stringify({
    model: said(() => readFileSync('/opt/ml/model/model.txt', 'utf8')),
    writeModel: said(() => writeFileSync('/opt/ml/model/x', '') ?? 'written'),
    writeRoot: said(() => writeFileSync('/app/x', '') ?? 'written'),
    writeTmp: said(() => writeFileSync('/tmp/x', '') ?? 'written'),
    status: readFileSync('/proc/self/status', 'utf8').match(/^(CapEff|NoNewPrivs):.*$/gm),
    argument: process.argv.slice(2),
  });
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    if (request.url === '/ping') return response.end();
    if (request.url.startsWith('/models') && mode !== 'models') return response.writeHead(404).end();
    if (request.method === 'POST' && request.url === '/models' && existsSync('/opt/ml/models'))
      return load(body, response);
    if (request.method !== 'POST' || request.url === '/models') return response.end('{}');
    const act = words[body];
    return act === undefined ? response.end(String(Number(body) * factorOf(request.url))) : act(response);
  });
});
// The first process of a container has no handler of the system's.
process.on('SIGTERM', () => process.exit(0));
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), process.env.LISTEN_ON ?? '127.0.0.1');
