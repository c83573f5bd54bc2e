import { createHmac } from 'node:crypto';
import type { CredentialScope } from './stated-signature.ts';

/** Deriving a key costs four HMACs, and it is the same all day. */
const keys = new Map<string, Buffer>();
const maxKeys = 64;

/** What a caller signs with on one day, in one region, for one service. */
export function signingKey(secret: string, { date, region, service }: Omit<CredentialScope, 'accessKeyId'>): Buffer {
  const name = `${secret}/${date}/${region}/${service}`;
  let key = keys.get(name);
  if (key === undefined) {
    const steps = [date, region, service, 'aws4_request'];
    key = steps.reduce<Buffer>(
      (last, step) => createHmac('sha256', last).update(step).digest(),
      Buffer.from(`AWS4${secret}`),
    );
    if (keys.size >= maxKeys) keys.clear();
    keys.set(name, key);
  }
  return key;
}
