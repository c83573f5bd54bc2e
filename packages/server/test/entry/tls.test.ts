import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificate } from '../support/certificates.ts';
import { runCatenaryIn } from '../support/run-catenary.ts';
import { credentials, removeData, root, startTestServer, type TestServer, until } from '../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-tls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The name in the certificate that a server shows to a new connection. */
function shownName(url: string, options: { readonly maxVersion?: 'TLSv1.1' } = {}): Promise<string> {
  return new Promise((done, fail) => {
    const { hostname: host, port } = new URL(url);
    const socket = connect(
      { host, port: Number(port), rejectUnauthorized: false, minVersion: 'TLSv1', ...options },
      () => {
        done(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      },
    );
    socket.once('error', fail);
  });
}

describe.skipIf(!hasOpenssl)('a server with a certificate', () => {
  const files = { cert: join(folder, 'server.crt'), key: join(folder, 'server.key') };
  const put = (name: string) => {
    const made = makeCertificate(folder, name);
    copyFileSync(made.cert, files.cert);
    copyFileSync(made.key, files.key);
  };
  let server: TestServer;
  beforeAll(async () => {
    put('first');
    server = await startTestServer({ args: ['--tls-cert', files.cert, '--tls-key', files.key] });
  });
  afterAll(async () => {
    await server.stop();
    removeData(server);
  });

  it('says https, shows its certificate, and speaks nothing older than TLS 1.2', async () => {
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await shownName(server.url)).toBe('first');
    await expect(shownName(server.url, { maxVersion: 'TLSv1.1' })).rejects.toThrow(
      /protocol version|unsupported protocol|handshake/i,
    );
  });

  it('answers AWS clients that trust it', async () => {
    const { NodeHttpHandler } = await import('@smithy/node-http-handler');
    const { Agent } = await import('node:https');
    const httpsAgent = new Agent({ ca: readFileSync(files.cert), servername: 'first.example' });
    const client = new SageMakerClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials,
      requestHandler: new NodeHttpHandler({ httpsAgent }),
    });
    expect((await client.send(new ListModelsCommand({}))).Models).toEqual([]);
    client.destroy();
  });

  it('is known by its certificate to the commands of its machine, whatever name is in it', async () => {
    const env = { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
    const model = join(root, 'examples/sklearn-pipeline/model.joblib');
    const run = (...words: string[]) => runCatenaryIn({ folder: server.data, env }, ...words, '--data', server.data);
    expect((await run('env')).stdout).toContain(`AWS_ENDPOINT_URL=${server.url}`);
    expect(await run('deploy', 'churn', model)).toMatchObject({ code: 0, stderr: '' });
    const { containers } = JSON.parse((await run('deploy', 'churn', model, '--json')).stdout);
    const again = await run('deploy', 'copy', containers[0].ModelDataUrl);
    expect(again).toMatchObject({ code: 0, stderr: '' });
  });

  it('shows a new certificate to new connections, and keeps the old one while the files do not belong together', async () => {
    const second = makeCertificate(folder, 'second');
    copyFileSync(second.cert, files.cert);
    await until(async () => (server.log().includes('the certificate stays as it was') ? true : undefined));
    expect(server.log()).toContain('the key is of another certificate');
    expect(await shownName(server.url)).toBe('first');
    const { code, stderr } = await runCatenaryIn({ folder: server.data, env: {} }, 'status', '--data', server.data);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`shows another certificate than ${files.cert} has`)]);
    copyFileSync(second.key, files.key);
    await until(async () => ((await shownName(server.url)) === 'second' ? true : undefined));
  });
});

describe.skipIf(!hasOpenssl)('files of a certificate that cannot be used', () => {
  const start = (...args: string[]) =>
    startTestServer({ args }).then(
      () => 'started',
      (error: Error) => error.message,
    );

  it.each([
    ['no key', ['--tls-cert', 'a.crt'], 'tlsCert needs tlsKey, the file with its key'],
    ['no certificate', ['--tls-key', 'a.key'], 'tlsKey needs tlsCert, the file with its certificate'],
    ['no such file', ['--tls-cert', 'a.crt', '--tls-key', 'a.key'], 'a.crt cannot be read: there is no such file'],
    ['no PEM', ['--tls-cert', 'text', '--tls-key', 'text'], 'make no certificate in PEM with its key'],
    ['the key of another', ['--tls-cert', 'one.crt', '--tls-key', 'other.key'], 'the key is of another certificate'],
  ])('end the start in one sentence: %s', async (_what, flags, sentence) => {
    makeCertificate(folder, 'one');
    makeCertificate(folder, 'other');
    writeFileSync(join(folder, 'text'), 'no certificate');
    const paths = flags.map((flag) => (flag.startsWith('--') ? flag : join(folder, flag)));
    const said = await start(...paths);
    expect(said).toContain(sentence);
    expect(said).not.toContain('    at ');
  });
});
