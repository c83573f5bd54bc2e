import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTar } from '../platform/artifact/make-tar.ts';
import { createEndpoint, invoke } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** A command of the user's that keeps the contract of multi-model containers: it loads and unloads its models itself. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-multi-process-'));
let server: TestServer;

/** Multiplies by what `factor.txt` of the model says; has room for CAPACITY models. */
const script = `
import http.server, json, os
models = {}
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        if self.path == "/ping":
            return self.answer(200, {})
        self.answer(200, {"models": [{"modelName": name, "modelUrl": url} for name, (url, _) in models.items()]})
    def do_DELETE(self):
        found = models.pop(self.path.split("/")[2], None)
        self.answer(404 if found is None else 200, {})
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/models":
            request = json.loads(body)
            if len(models) >= int(os.environ["CAPACITY"]):
                return self.answer(507, "no memory")
            try:
                with open(os.path.join(request["url"], "factor.txt")) as file:
                    models[request["model_name"]] = (request["url"], float(file.read()))
            except ValueError as error:
                return self.answer(422, str(error))
            return self.answer(200, {})
        if body == "die":
            os._exit(3)
        name = self.path.split("/")[2]
        if name not in models or not self.path.endswith("/invoke"):
            return self.answer(404, "no such model")
        told = self.headers["X-Amzn-SageMaker-Target-Model"]
        self.answer(200, [float(body) * models[name][1], told, sorted(m[1] for m in models.values()), os.environ["SAGEMAKER_MULTI_MODEL"]])
    def log_message(self, *args):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
`;

/** Keeps the contract of containers with one model only. */
const single = `
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/ping" else 404)
        self.end_headers()
    def log_message(self, *args):
        pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
`;

/** Ends as soon as it is asked for its models. */
const dying = single.replace(
  'self.send_response',
  'self.path == "/models" and os._exit(3)\n        self.send_response',
);

const put = (path: string, body: Buffer = Buffer.alloc(0)) =>
  server.client.send({ method: 'PUT', path: `/models${path}`, service: 's3', body });
const archive = (factor: string) => gzipSync(makeTar([{ name: 'factor.txt', content: factor }]));

beforeAll(async () => {
  writeFileSync(join(folder, 'multi.py'), script);
  writeFileSync(join(folder, 'single.py'), single);
  writeFileSync(join(folder, 'dying.py'), dying);
  const rule = (name: string) =>
    `  - match: "*/${name}:*"\n    command: ["python3", "${join(folder, `${name}.py`)}"]\n`;
  writeFileSync(join(folder, 'catenary.yaml'), `images:\n${rule('multi')}${rule('single')}${rule('dying')}`);
  server = await startTestServer({ args: ['--config', join(folder, 'catenary.yaml')] });
  await put('');
  for (const factor of ['2', '3', '5', 'seven']) await put(`/all/${factor}.tar.gz`, archive(factor));
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

async function deploy(name: string, image: string, capacity: number): Promise<string> {
  await server.client.operation('CreateModel', {
    ModelName: name,
    PrimaryContainer: {
      Image: `registry/${image}:1`,
      Mode: 'MultiModel',
      ModelDataUrl: 's3://models/all/',
      Environment: { CAPACITY: String(capacity) },
    },
  });
  return createEndpoint(server.client, name);
}

const ask = async (endpoint: string, model: string, body = '10') =>
  JSON.parse(await invoke(server.client, endpoint, body, { 'x-amzn-sagemaker-target-model': model })) as unknown;
const unpacked = () =>
  readdirSync(join(server.data, 'containers'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('factor.txt'),
  );

describe('a command as a container in MultiModel mode', () => {
  it('loads the models that requests name, in one process', async () => {
    expect(await deploy('roomy', 'multi', 10)).toBe('InService');
    expect(await ask('roomy', '2.tar.gz')).toEqual([20, '2.tar.gz', [2], 'true']);
    expect(await ask('roomy', '3.tar.gz')).toEqual([30, '3.tar.gz', [2, 3], 'true']);
    expect(await ask('roomy', '2.tar.gz')).toEqual([20, '2.tar.gz', [2, 3], 'true']);
  });

  it('unloads others when it answers that it has no room', async () => {
    expect(await deploy('narrow', 'multi', 2)).toBe('InService');
    const before = unpacked().length;
    expect(await ask('narrow', '2.tar.gz')).toEqual([20, '2.tar.gz', [2], 'true']);
    expect(await ask('narrow', '3.tar.gz')).toEqual([30, '3.tar.gz', [2, 3], 'true']);
    expect(await ask('narrow', '2.tar.gz')).toEqual([20, '2.tar.gz', [2, 3], 'true']);
    expect(await ask('narrow', '5.tar.gz')).toEqual([50, '5.tar.gz', [2, 5], 'true']);
    expect(unpacked()).toHaveLength(before + 2);
  });

  it('says so if there is no room, and nothing to unload', async () => {
    expect(await deploy('none', 'multi', 0)).toBe('InService');
    await expect(ask('none', '2.tar.gz')).rejects.toThrow(/server error \(507\) from primary .* no room/);
  });

  it("passes on why a model is not loaded, with the container's status", async () => {
    const refused = ask('roomy', 'seven.tar.gz');
    await expect(refused).rejects.toThrow(/client error \(422\) from primary .*could not convert/);
    expect(await ask('roomy', '2.tar.gz')).toEqual([20, '2.tar.gz', [2, 3], 'true']);
  });

  it('loads its models again when the process has ended and another took its place', async () => {
    await expect(ask('roomy', '2.tar.gz', 'die')).rejects.toThrow(/ended/);
    // They wait for the next process, and for their model to be loaded into it.
    const [first, second] = await Promise.all([ask('roomy', '3.tar.gz'), ask('roomy', '3.tar.gz')]);
    expect([first, second]).toEqual(Array.from({ length: 2 }, () => [30, '3.tar.gz', [3], 'true']));
    expect(await ask('roomy', '2.tar.gz')).toEqual([20, '2.tar.gz', [2, 3], 'true']);
  });

  it.each([
    ['does not know GET /models', 'single', /contract of multi-model containers: GET \/models answered 404/],
    ['ends meanwhile', 'dying', /contract of multi-model containers: GET \/models was not answered/],
  ])('fails at once if it %s', async (_what, name, message) => {
    expect(await deploy(name, name, 1)).toBe('Failed');
    const { FailureReason: reason } = await server.client.operation('DescribeEndpoint', { EndpointName: name });
    expect(reason).toMatch(message);
  });

  it('leaves nothing behind when its endpoint is deleted', async () => {
    for (const name of ['roomy', 'narrow', 'none']) {
      await server.client.operation('DeleteEndpoint', { EndpointName: name });
    }
    const left = () => readdirSync(join(server.data, 'containers'));
    await until(() => Promise.resolve(left().length === 0 ? true : undefined));
  });
});
