import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, invoke, untilSettled } from '../support/diamonds.ts';
import { markedProcesses } from '../support/marked-processes.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/**
 * Containers that do not end when they are asked to: half a minute passes until they are killed, and no request waits
 * for it.
 */
const folder = mkdtempSync(join(tmpdir(), 'catenary-stubborn-'));
let server: TestServer;

/** Answers with its version; does not end at SIGTERM. */
const script = `
import http.server, os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def answer(self):
        body = os.environ["VERSION"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        self.answer()
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer()
    def log_message(self, *args):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
`;

beforeAll(async () => {
  writeFileSync(join(folder, 'serve.py'), script);
  writeFileSync(
    join(folder, 'catenary.yaml'),
    `images:\n  - match: "*/stubborn:*"\n    command: ["python3", "${join(folder, 'serve.py')}"]\n`,
  );
  server = await startTestServer({ args: ['--config', join(folder, 'catenary.yaml')] });
  for (const version of ['1', '2', '3', '4']) {
    const PrimaryContainer = { Image: 'registry/stubborn:1', Environment: { VERSION: version } };
    await server.client.operation('CreateModel', { ModelName: `v${version}`, PrimaryContainer });
    const ProductionVariants = [{ VariantName: 'AllTraffic', ModelName: `v${version}` }];
    await server.client.operation('CreateEndpointConfig', { EndpointConfigName: `v${version}`, ProductionVariants });
  }
});
afterAll(async () => {
  // Its containers end with it; a stop in order would wait for them.
  await server.stop('SIGKILL');
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const answer = () => invoke(server.client, 'stubborn', 'x');

/** The container of a version, as this machine numbers it: in a namespace of its own it has another number. */
function processOf(version: string): number {
  const [pid] = markedProcesses(join(folder, 'serve.py')).filter((id) =>
    readFileSync(`/proc/${id}/environ`, 'latin1').split('\0').includes(`VERSION=${version}`),
  );
  return pid as number;
}

const update = async (version: string) => {
  await server.client.operation('UpdateEndpoint', { EndpointName: 'stubborn', EndpointConfigName: `v${version}` });
  return untilSettled(server.client, 'stubborn');
};
const isAlive = (pid: number) => existsSync(`/proc/${pid}/exe`);

describe('an endpoint whose containers ignore SIGTERM', () => {
  it('is updated again, deleted and made anew while they are still there', async () => {
    expect(await createEndpoint(server.client, 'stubborn', 'v1')).toBe('InService');
    const former: number[] = [];
    for (const version of ['2', '3']) {
      former.push(processOf(await answer()));
      expect(await update(version)).toBe('InService');
      expect(await answer()).toBe(version);
    }
    former.push(processOf(await answer()));
    expect(former.every(isAlive)).toBe(true);
    await server.client.operation('DeleteEndpoint', { EndpointName: 'stubborn' });
    const isGone = () =>
      server.client.operation('DescribeEndpoint', { EndpointName: 'stubborn' }).then(
        () => undefined,
        () => true,
      );
    await until(isGone);
    await server.client.operation('CreateEndpoint', { EndpointName: 'stubborn', EndpointConfigName: 'v4' });
    expect(await untilSettled(server.client, 'stubborn')).toBe('InService');
    expect(await answer()).toBe('4');
    // None of these changes has waited for the end of a container: the last one, at least, has not been killed yet.
    expect(isAlive(former[2] as number)).toBe(true);
    await until(() => Promise.resolve(former.some(isAlive) ? undefined : true));
    expect(await answer()).toBe('4');
  });
});
