import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  InvokeEndpointWithResponseStreamCommand,
  ModelError,
  ModelStreamError,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { createDiamondsModel, createEndpoint, golden, linesOf, readExample } from '../support/diamonds.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { credentials, removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

const run = promisify(execFile);

/** Answers that go to the client while a container makes them. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-stream-'));
let server: TestServer;
let runtime: SageMakerRuntimeClient;
const clients = await findPythonEnvironment();

/** What the test and the container tell each other: a file that is there. */
const gate = (name: string) => join(folder, name);

/**
 * Answers by what it is asked. "gated": a part, and another once the test lets it; "cut": it breaks behind the first;
 * "endless": parts until its caller goes, which it tells; "no": it refuses; else the body with its Accept at once.
 */
const script = `
import http.server, os, pathlib, time
FOLDER = pathlib.Path(${JSON.stringify(folder)})
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def begin(self, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("X-Amzn-SageMaker-Custom-Attributes", "made=here")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
    def part(self, data):
        self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(data), data))
    def whole(self, status, data):
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
    def do_GET(self):
        self.whole(200 if self.path == "/ping" else 404, b"")
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if body == "no":
            return self.whole(422, b"not that")
        if body not in ("gated", "cut", "endless"):
            return self.whole(200, f"{body} as {self.headers['Accept']}".encode())
        self.begin("text/event-stream")
        self.part(b"data: 1\\n\\n")
        if body == "gated":
            while not (FOLDER / "open").exists():
                time.sleep(0.01)
            self.part(b"data: 2\\n\\n")
            self.part(b"")
        elif body == "cut":
            self.wfile.flush()
            self.connection.close()
            self.close_connection = True
        else:
            try:
                while True:
                    self.part(b"x" * 65536)
            except OSError:
                (FOLDER / "gone").touch()
                self.close_connection = True
    def log_message(self, *args):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
`;

beforeAll(async () => {
  writeFileSync(gate('serve.py'), script);
  writeFileSync(
    gate('catenary.yaml'),
    `images:\n  - match: "*/streamer:*"\n    command: ["python3", "${gate('serve.py')}"]\n    writable: ["${folder}"]\n`,
  );
  server = await startTestServer({ args: ['--config', gate('catenary.yaml')] });
  runtime = new SageMakerRuntimeClient({ endpoint: server.url, region: 'us-east-1', credentials });
  await createDiamondsModel(server.client, 'native', ['sparkml', 'xgboost']);
  await createEndpoint(server.client, 'native');
  const streamer = { Image: 'registry/streamer:1' };
  await server.client.operation('CreateModel', { ModelName: 'streamer', PrimaryContainer: streamer });
  await server.client.operation('CreateModel', { ModelName: 'two', Containers: [streamer, streamer] });
  expect(await createEndpoint(server.client, 'streamer')).toBe('InService');
  await createEndpoint(server.client, 'two');
});
afterAll(async () => {
  runtime.destroy();
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const open = (EndpointName: string, Body: string, more: object = {}) =>
  runtime.send(
    new InvokeEndpointWithResponseStreamCommand({
      EndpointName,
      Body: Buffer.from(Body),
      ContentType: 'text/csv',
      ...more,
    }),
  );

type Events = NonNullable<Awaited<ReturnType<typeof open>>['Body']>;

const bytesOf = (event: unknown) =>
  Buffer.from((event as { PayloadPart: { Bytes: Uint8Array } }).PayloadPart.Bytes).toString();

async function textsOf(events: Events | undefined): Promise<string[]> {
  const texts: string[] = [];
  for await (const event of events ?? []) texts.push(bytesOf(event));
  return texts;
}

describe('a response stream', () => {
  it('brings each part while the next one is not made yet', async () => {
    const answer = await open('streamer', 'gated');
    expect(answer).toMatchObject({
      ContentType: 'text/event-stream',
      InvokedProductionVariant: 'AllTraffic',
      CustomAttributes: 'made=here',
    });
    const events = (answer.Body as Events)[Symbol.asyncIterator]();
    expect(bytesOf((await events.next()).value)).toBe('data: 1\n\n');
    writeFileSync(gate('open'), '');
    expect(bytesOf((await events.next()).value)).toBe('data: 2\n\n');
    expect((await events.next()).done).toBe(true);
  });

  it('has a whole answer as one part, of native chains too', async () => {
    const [row] = linesOf(readExample('requests.csv')) as [string];
    const [price] = linesOf(golden('xgboost.csv')) as [string];
    expect(await textsOf((await open('native', row, { Accept: 'text/csv' })).Body)).toEqual([`${price}\n`]);
    expect(await textsOf((await open('streamer', 'all', { Accept: 'a/b' })).Body)).toEqual(['all as a/b']);
  });

  it('is that of the last container of a chain, which alone sees Accept', async () => {
    const { Body: events } = await open('two', 'all', { Accept: 'a/b' });
    expect(await textsOf(events)).toEqual(['all as None as a/b']);
  });

  it('ends in band when the container breaks off', async () => {
    const events = ((await open('streamer', 'cut')).Body as Events)[Symbol.asyncIterator]();
    expect(bytesOf((await events.next()).value)).toBe('data: 1\n\n');
    const error = await events.next().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ModelStreamError);
    expect(error).toMatchObject({ ErrorCode: 'StreamBroken' });
    expect(server.log()).toMatch(/"code":"ModelStreamError".*"msg":"request failed"/);
    // The server goes on.
    expect(await textsOf((await open('streamer', 'all')).Body)).toEqual(['all as None']);
  });

  it('does not begin where the container refuses, or there is no endpoint', async () => {
    const refused = open('streamer', 'no');
    await expect(refused).rejects.toBeInstanceOf(ModelError);
    await expect(refused).rejects.toMatchObject({ OriginalStatusCode: 422, OriginalMessage: 'not that' });
    await expect(open('none', 'x')).rejects.toThrow('Endpoint none of account 000000000000 not found.');
  });

  it('whose client leaves ends the request of the container', async () => {
    const leaving = new AbortController();
    const { Body: events } = await runtime.send(
      new InvokeEndpointWithResponseStreamCommand({ EndpointName: 'streamer', Body: Buffer.from('endless') }),
      { abortSignal: leaving.signal },
    );
    await (events as Events)[Symbol.asyncIterator]().next();
    expect(existsSync(gate('gone'))).toBe(false);
    leaving.abort();
    runtime.destroy();
    expect(await until(() => Promise.resolve(existsSync(gate('gone')) || undefined))).toBe(true);
    runtime = new SageMakerRuntimeClient({ endpoint: server.url, region: 'us-east-1', credentials });
  });
});

describe.skipIf(clients === undefined)('a response stream of boto3 (needs it from PyPI)', () => {
  const invoke = async (endpoint: string, body: string) => {
    const args = [join(import.meta.dirname, 'response-stream.py'), endpoint, body];
    const { stdout } = await run(clients?.python ?? '', args, { env: server.environment, timeout: 120_000 });
    return stdout.trimEnd().split('\n');
  };

  it(titleOf('boto3-stream'), async () => {
    writeFileSync(gate('open'), '');
    const head = ['type: text/event-stream', 'variant: AllTraffic', String.raw`part: b'data: 1\n\n'`];
    expect(await invoke('streamer', 'gated')).toEqual([...head, String.raw`part: b'data: 2\n\n'`]);
    expect(await invoke('streamer', 'cut')).toEqual([...head, 'broken: ModelStreamError']);
    expect(await invoke('streamer', 'no')).toEqual(['refused: ModelError 424']);
  });
});
