import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, untilSettled } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** Starts that do not end by themselves, and starts that end the server. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-starts-'));
const config = join(folder, 'catenary.yaml');
const args = ['--config', config];
let server: TestServer;

beforeAll(async () => {
  const quick =
    "import http.server as h, os; h.BaseHTTPRequestHandler.do_GET = lambda s: (s.send_response(200), s.end_headers()); h.HTTPServer(('127.0.0.1', int(os.environ['SAGEMAKER_BIND_TO_PORT'])), h.BaseHTTPRequestHandler).serve_forever()";
  writeFileSync(
    config,
    `images:\n  - match: "*/never:*"\n    command: ["sleep", "1000"]\n  - match: "*/quick:*"\n    command: ["python3", "-c", ${JSON.stringify(quick)}]\n`,
  );
  server = await startTestServer({ args });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const model = (name: string, image: string) =>
  server.client.operation('CreateModel', { ModelName: name, PrimaryContainer: { Image: `registry/${image}:1` } });
const configure = (name: string, modelName: string, more: object = {}) =>
  server.client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: modelName, ...more }],
  });
const describeEndpoint = (name: string) => server.client.operation('DescribeEndpoint', { EndpointName: name });
const isGone = (name: string) =>
  until(async () => {
    return describeEndpoint(name).then(
      () => undefined,
      (error: Error) => (/Could not find/.test(error.message) ? true : undefined),
    );
  }, 40_000);

describe('an endpoint whose start does not end', () => {
  it('can be deleted while it is Creating, and made again', async () => {
    await model('never', 'never');
    await configure('never', 'never');
    for (const _ of [1, 2]) {
      await server.client.operation('CreateEndpoint', { EndpointName: 'e', EndpointConfigName: 'never' });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await describeEndpoint('e')).toMatchObject({ EndpointStatus: 'Creating' });
      await server.client.operation('DeleteEndpoint', { EndpointName: 'e' });
      await isGone('e');
    }
  });

  it('can be deleted while it is Updating, with what it served before', async () => {
    await model('quick', 'quick');
    expect(await createEndpoint(server.client, 'quick')).toBe('InService');
    await server.client.operation('UpdateEndpoint', { EndpointName: 'quick', EndpointConfigName: 'never' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await describeEndpoint('quick')).toMatchObject({ EndpointStatus: 'Updating' });
    await server.client.operation('DeleteEndpoint', { EndpointName: 'quick' });
    await isGone('quick');
  });
});

describe('an endpoint whose start ends the server', () => {
  it('is Failed after two times, and the server serves on', async () => {
    const data = server.data;
    await server.stop();
    const env = { CATENARY_TEST_FAULTS: 'kill@endpoint-start:1' };
    server = await startTestServer({ args, data, env });
    await configure('fatal', 'quick');
    const create = { EndpointName: 'fatal', EndpointConfigName: 'fatal' };
    await server.client.operation('CreateEndpoint', create).catch(() => undefined);
    expect(await server.stop('SIGCONT')).toBe(null);
    // A second time, before or after it says that it is ready.
    const second = await startTestServer({ args, data, env }).catch(() => undefined);
    if (second !== undefined) expect(await second.stop('SIGCONT')).toBe(null);
    server = await startTestServer({ args, data });
    expect(await untilSettled(server.client, 'fatal')).toBe('Failed');
    expect((await describeEndpoint('fatal')).FailureReason).toContain('the server ended without warning 2 times');
    await server.client.operation('DeleteEndpoint', { EndpointName: 'fatal' });
    await isGone('fatal');
    await server.client.operation('CreateEndpoint', create);
    expect(await untilSettled(server.client, 'fatal')).toBe('InService');
  });
});
