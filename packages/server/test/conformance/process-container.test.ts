import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, createEndpoint, golden, invoke, linesOf } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';
import { createTransformJob, csvLines } from '../support/transform-job.ts';

/** A command of the user's that keeps the container contract, named for an image in catenary.yaml. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-process-'));
let server: TestServer;

/** Doubles each number; shows what it was given; refuses the word "bad". */
const script = `
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        self.answer(200 if self.path == "/ping" else 404, b"")
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if b"bad" in body:
            return self.answer(422, b"will not double bad")
        if b"odd" in body:
            self.connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/\\x01csv\\r\\nContent-Length: 2\\r\\n\\r\\nok")
            self.close_connection = True
            return
        if b"who" in body:
            return self.answer(200, f"{os.environ['GREETING']},{self.headers.get('X-Amzn-SageMaker-Custom-Attributes')}".encode())
        self.answer(200, "".join(f"{float(line) * 2}\\n" for line in body.decode().split()).encode())
    def log_message(self, *args):
        pass
print("doubling on", os.environ["SAGEMAKER_BIND_TO_PORT"], file=sys.stderr)
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
`;

beforeAll(async () => {
  writeFileSync(join(folder, 'serve.py'), script);
  writeFileSync(
    join(folder, 'catenary.yaml'),
    `images:\n  - match: "*/doubler:*"\n    command: ["python3", "${join(folder, 'serve.py')}"]\n  - match: "*/broken:*"\n    command: ["python3", "-c", "print('no model here'); raise SystemExit(3)"]\n`,
  );
  server = await startTestServer({ args: ['--config', join(folder, 'catenary.yaml')] });
  await createDiamondsModel(server.client, 'uploads', ['sparkml', 'xgboost']);
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

describe('a process as a container', () => {
  const doubler = { Image: 'registry/doubler:1', Environment: { GREETING: 'hello' } };
  const xgboost = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/xgboost.tar.gz' };

  it('takes its place in a chain after a native container', async () => {
    await server.client.operation('CreateModel', { ModelName: 'doubled', Containers: [xgboost, doubler] });
    expect(await createEndpoint(server.client, 'doubled')).toBe('InService');
    const [features] = linesOf(golden('sparkml.csv')) as [string];
    const [price] = linesOf(golden('xgboost.csv')) as [string];
    expect(Number(await invoke(server.client, 'doubled', features))).toBe(Number(price) * 2);
    expect(server.log()).toContain('doubling on');
  });

  it('gets its environment and the attributes of the request', async () => {
    await server.client.operation('CreateModel', { ModelName: 'alone', PrimaryContainer: doubler });
    expect(await createEndpoint(server.client, 'alone')).toBe('InService');
    expect(await invoke(server.client, 'alone', 'who', { 'x-amzn-sagemaker-custom-attributes': 'trace=7' })).toBe(
      'hello,trace=7',
    );
  });

  it('stops the chain with its own status and body', async () => {
    const refusal = invoke(server.client, 'alone', 'bad');
    await expect(refusal).rejects.toMatchObject({
      status: 424,
      message: expect.stringMatching(
        /^Received client error \(422\) from primary with message "will not double bad"\. It is container 1 of 1 .*registry\/doubler:1/,
      ) as string,
    });
  });

  it('costs one request when its answer has no valid header, and the server continues', async () => {
    await expect(invoke(server.client, 'alone', 'odd')).rejects.toThrow();
    expect(Number(await invoke(server.client, 'alone', '4'))).toBe(8);
  });

  it('fails the endpoint with what it said when it does not start', async () => {
    await server.client.operation('CreateModel', {
      ModelName: 'broken',
      PrimaryContainer: { Image: 'registry/broken:1' },
    });
    await server.client.operation('CreateEndpointConfig', {
      EndpointConfigName: 'broken',
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: 'broken', ContainerStartupHealthCheckTimeoutInSeconds: 60 },
      ],
    });
    await server.client.operation('CreateEndpoint', { EndpointName: 'broken', EndpointConfigName: 'broken' });
    await expect
      .poll(
        async () => (await server.client.operation('DescribeEndpoint', { EndpointName: 'broken' })).EndpointStatus,
        { timeout: 90_000 },
      )
      .toBe('Failed');
    const { FailureReason: reason } = await server.client.operation('DescribeEndpoint', { EndpointName: 'broken' });
    expect(String(reason)).toContain('did not pass the ping health check.');
    expect(String(reason)).toContain('no model here');
  });

  it('transforms a batch, record by record or many at once', async () => {
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/numbers/n.csv',
      service: 's3',
      body: Array.from({ length: 500 }, (_, at) => `${at}`).join('\n'),
    });
    for (const strategy of ['SingleRecord', 'MultiRecord']) {
      await createTransformJob(server.client, `double-${strategy}`, {
        ModelName: 'alone',
        BatchStrategy: strategy,
        MaxConcurrentTransforms: 4,
        ...csvLines('s3://diamonds/numbers/', `s3://diamonds/${strategy}`),
      });
      await expect
        .poll(
          async () =>
            (await server.client.operation('DescribeTransformJob', { TransformJobName: `double-${strategy}` }))
              .TransformJobStatus,
          { timeout: 60_000 },
        )
        .toBe('Completed');
      const { body } = await server.client.send({
        method: 'GET',
        path: `/diamonds/${strategy}/n.csv.out`,
        service: 's3',
      });
      expect(linesOf(body).map(Number)).toEqual(Array.from({ length: 500 }, (_, at) => at * 2));
    }
  });
});
