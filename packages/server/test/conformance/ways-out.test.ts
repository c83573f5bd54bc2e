import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTar } from '../platform/artifact/make-tar.ts';
import { borrowAddresses } from '../support/borrow-addresses.ts';
import { knownBoxes } from '../support/boxes.ts';
import { createEndpoint } from '../support/diamonds.ts';
import { escapeAttempts, metadataAddresses, type Surroundings } from '../support/escape-attempts.ts';
import { root, startTestServer, type TestServer } from '../support/start-server.ts';
import { hasPodman, TestEngine, testLimits } from '../support/test-engine.ts';

/** The table of docs/containers.md, whose ways out are tried from inside each kind of container. */
const kinds = ['image', 'command', 'script', 'function'] as const;
type Kind = (typeof kinds)[number];

const page = readFileSync(join(root, 'docs/containers.md'), 'utf8');
const told = new Map(
  [...page.matchAll(/^\| ([^|]+) \| (no|yes) \| (no|yes) \| (no|yes) \| (no|yes) \|$/gm)].map(
    ([, what = '', ...said]) => [what, said] as const,
  ),
);

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'catenary-ways-out-'));
const [temporary, home, data] = ['tmp', 'home', 'data'].map((name) => join(folder, name)) as [string, string, string];
const another = join(data, 'containers/another');
const support = join(root, 'packages/server/test/support');
const probe = join(support, 'escape-probe.py');
const [closed] = await knownBoxes();
const isBoxed = closed?.box !== undefined;
/** The probe knows calls of the system by their numbers on this processor. */
const hasNumbers = process.arch === 'x64';
let server: TestServer;
let engine: TestEngine | undefined;
let at: Surroundings;
const listeners: Server[] = [];
/** The addresses of metadata services, which are this machine's own for the time of the test. */
const borrowed = borrowAddresses(metadataAddresses.map(([, address]) => address));

beforeAll(async () => {
  for (const path of [folder, temporary, home, another]) {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'secret'), 'x');
  }
  if (hasPodman) engine = await TestEngine.start();
  const image = engine?.addPythonImage(probe) ?? 'none';
  const program = join(folder, 'command');
  mkdirSync(program);
  writeFileSync(join(program, 'probe.py'), readFileSync(probe));
  const config = join(folder, 'catenary.yaml');
  const command = JSON.stringify(['python3', join(program, 'probe.py')]);
  const limits = `nofile: ${testLimits.nofile}, nproc: ${testLimits.nproc}, hardened: true`;
  const containers =
    engine === undefined ? '{ engine: none }' : `{ engine: podman, socket: ${engine.socket}, ${limits} }`;
  writeFileSync(
    config,
    `images:
  - { match: "*/command:*", command: ${command} }
  - { match: "${image}", kind: oci }
containers: ${containers}
`,
  );
  const env = { TMPDIR: temporary, HOME: home, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
  server = await startTestServer({ data, args: ['--config', config, '--allow-unsigned'], env });
  await server.client.send({ method: 'PUT', path: '/ways', service: 's3' });
  const port = Number(new URL(server.url).port);
  const socket = join(temporary, 'own.sock');
  at = {
    folder,
    home,
    temporary,
    data,
    config,
    pid: server.pid,
    port,
    socket,
    other: await listen(0),
    metadata: await listenEverywhere(),
  };
  await listen(socket);
}, 120_000);
afterAll(async () => {
  await server.stop();
  for (const listener of listeners) listener.close();
  engine?.stop();
  borrowed?.giveBack();
  rmSync(folder, { recursive: true, force: true });
});

async function listen(where: number | string): Promise<number> {
  const listener = createServer((socket) => socket.destroy());
  listeners.push(listener);
  await new Promise<void>((ready) =>
    typeof where === 'number' ? listener.listen(where, '127.0.0.1', ready) : listener.listen(where, ready),
  );
  const address = listener.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function listenEverywhere(): Promise<number> {
  const listener = createServer((socket) => socket.destroy());
  listeners.push(listener);
  return new Promise((ready) =>
    listener.listen({ port: 0, host: '::' }, () => ready((listener.address() as AddressInfo).port)),
  );
}

async function put(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const entries = Object.entries(files).map(([path, text]) => ({ name: path, content: Buffer.from(text) }));
  const body = gzipSync(makeTar(entries));
  await server.client.send({ method: 'PUT', path: `/ways/${name}.tar.gz`, service: 's3', body });
  return `s3://ways/${name}.tar.gz`;
}

const inference = `import escape_probe
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept): return escape_probe.answer_all(body), 'application/json'
`;

const containers: Record<Kind, () => Promise<object>> = {
  image: async () => ({ Image: engine?.addedImage ?? '', ModelDataUrl: await put('image', { 'model.txt': '' }) }),
  command: async () => ({ Image: 'x/command:1', ModelDataUrl: await put('command', { 'model.txt': '' }) }),
  script: async () => ({
    Image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    ModelDataUrl: await put('script', {
      'code/inference.py': inference,
      'code/escape_probe.py': readFileSync(probe, 'utf8'),
    }),
    Environment: { SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' },
  }),
  function: async () => ({
    Image: 'catenary-function:1',
    ModelDataUrl: await put('function', {
      'handler.mjs': readFileSync(join(support, 'escape-probe.mjs'), 'utf8'),
    }),
  }),
};

describe('ways out of a container', () => {
  it('are those of the table, forty and more', () => {
    expect([...told.keys()]).toEqual([...escapeAttempts(at).keys()]);
    expect(told.size).toBeGreaterThanOrEqual(40);
  });

  describe.each(kinds)('of the kind %s', (kind) => {
    const cannot = (kind === 'image' ? !hasPodman : !isBoxed) || !hasNumbers;
    it.skipIf(cannot)('are closed as the table says', () => tryAll(kind, isNoMetadata), 120_000);
    it.skipIf(cannot || borrowed === undefined)(
      'to metadata are closed as the table says (needs addresses of the machine)',
      () => tryAll(kind, isMetadata),
      120_000,
    );
    it.skipIf(cannot || borrowed === undefined)(
      'to metadata are closed by EnableNetworkIsolation (needs addresses of the machine)',
      async () => {
        const found = await results(kind, { EnableNetworkIsolation: true });
        expect([...found].filter(([what]) => isMetadata(what))).toEqual(
          metadataAddresses.map(([what]) => [what, 'no']),
        );
      },
      120_000,
    );
  });
});

const isMetadata = (what: string) => metadataAddresses.some(([name]) => name === what);
const isNoMetadata = (what: string) => !isMetadata(what);

/** As the table has it, of one kind. */
async function tryAll(kind: Kind, which: (what: string) => boolean): Promise<void> {
  const found = await results(kind);
  const column = kinds.indexOf(kind);
  const wanted = [...told].map(([what, said]) => [what, said[column]] as const);
  expect([...found].filter(([what]) => which(what))).toEqual(wanted.filter(([what]) => which(what)));
}

const asked = new Map<string, Promise<ReadonlyMap<string, string>>>();

/** What came of each attempt, from inside a container of the kind. */
function results(kind: Kind, more: object = {}): Promise<ReadonlyMap<string, string>> {
  const name = `${kind}${Object.keys(more).length === 0 ? '' : '-isolated'}`;
  const answers = asked.get(name) ?? askAll(kind, name, more);
  asked.set(name, answers);
  return answers;
}

async function askAll(kind: Kind, name: string, more: object): Promise<ReadonlyMap<string, string>> {
  const container = await containers[kind]();
  await server.client.operation('CreateModel', { ModelName: name, PrimaryContainer: container, ...more });
  expect(await createEndpoint(server.client, name)).toBe('InService');
  const attempts = escapeAttempts(at);
  const { body } = await server.client.send({
    method: 'POST',
    path: `/endpoints/${name}/invocations`,
    service: 'sagemaker',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([...attempts.values()]),
  });
  const given = JSON.parse(body.toString()) as unknown[];
  const isOut = (result: unknown) => result === 'done' || Array.isArray(result);
  return new Map([...attempts.keys()].map((what, index) => [what, isOut(given[index]) ? 'yes' : 'no']));
}
