import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerRequest } from '../../src/entry/http/answer-request.ts';
import { createAuthenticator } from '../../src/entry/http/authenticator.ts';
import type { Exchange } from '../../src/entry/http/exchange.ts';
import { restXml } from '../../src/entry/http/protocols/rest-xml.ts';
import { KeyRing } from '../../src/entry/key-ring.ts';
import type { ObjectStore } from '../../src/platform/storage/object-store.ts';

export const testCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

export interface S3Server {
  readonly url: string;
  close(): Promise<void>;
}

/** The S3 face alone, over a real socket, with signatures asked for unless `allowUnsigned`. */
export async function startS3Server(store: ObjectStore, options = { allowUnsigned: false }): Promise<S3Server> {
  const account = '123456789012';
  const keys = new KeyRing({ ...testCredentials, account });
  const authenticator = createAuthenticator(keys, { ...options, region: 'us-east-1' });
  const errors: unknown[] = [];
  const pass = () => undefined;
  const log = { error: (error: unknown) => errors.push(error), info: pass, warn: pass };
  const current = new AsyncLocalStorage<Exchange>();
  const whole = { account, loadingCount: 0, furtherCorsRules: () => Promise.resolve([]) };
  const operationsIn = (realm: object) => ({ objects: store, realm, server: whole });
  const limits = { mayCall: () => true, sharerOf: pass };
  const context = { authenticator, operationsIn, account, log, requestLog: { refused: pass }, current, ...limits };
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    const exchange = { request, response, requestId: `request-${requests}`, protocol: restXml, context };
    answerRequest(exchange as unknown as Exchange);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
