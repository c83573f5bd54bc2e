import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { signRequest } from '../../../src/entry/cli/sign-request.ts';
import { createAuthenticator } from '../../../src/entry/http/authenticator.ts';
import { KeyRing } from '../../../src/entry/key-ring.ts';
import { sagemakerOperations } from '../../../src/operations/sagemaker/operations.ts';

const pairOf = (accessKeyId: string, account: string) => ({ accessKeyId, secretAccessKey: 'a secret text', account });
const team = { ...pairOf('TEAM', '111122223333'), allow: 'read' } as const;

describe('a key that is taken away while a body is on its way', () => {
  const keys = new KeyRing(pairOf('OWN', '000000000000'));
  const authenticator = createAuthenticator(keys, { allowUnsigned: false, region: 'us-east-1' });
  const signer = { host: 'here', credentials: team, region: 'us-east-1', now: new Date() };
  const signed = signRequest({ method: 'POST', path: '/', service: 'sagemaker', body: '{}' }, signer);
  const headers = { ...signed, host: signer.host };
  const request = { method: 'POST', url: '/', headers, rawHeaders: Object.entries(headers).flat() };
  const identify = () => {
    const admission = authenticator.admit(request as unknown as IncomingMessage, [sagemakerOperations]);
    return () => authenticator.identify(request as unknown as IncomingMessage, admission, Buffer.from('{}'));
  };

  it('is of its account before, and of none after: never of the server’s own', () => {
    keys.replace([team]);
    const admitted = identify();
    expect(admitted()).toMatchObject({ ok: true, account: '111122223333' });
    keys.replace([]);
    expect(admitted()).toMatchObject({ ok: false, status: 403, code: 'UnrecognizedClientException' });
  });

  it('is allowed nothing any more', () => {
    keys.replace([{ ...team, accessKeyId: 'OTHER' }]);
    expect(authenticator.refuseOperation('TEAM', 'DeleteModel')).toMatchObject({ ok: false, status: 403 });
    expect(authenticator.refuseDemands('TEAM', () => [])).toMatchObject({ ok: false, status: 403 });
    expect(authenticator.refuseOperation('OTHER', 'ListModels')).toBeUndefined();
  });
});
