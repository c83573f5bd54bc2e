import type { Call } from './call.ts';
import { cborCall } from './cbor-calls.ts';
import { formCall } from './form-calls.ts';
import { jsonCall } from './json-calls.ts';
import { catenaryCall, runtimeCall } from './other-calls.ts';
import { Random } from './random.ts';
import { s3Call } from './s3-calls.ts';
import { type Signing, signCall } from './sign.ts';
import { nastyText } from './texts.ts';

export interface FuzzRequest {
  /** Which part of the server it is for. */
  readonly surface: string;
  readonly bytes: Buffer;
  readonly method: string;
  /** Changed after it was signed: it may not be whole, so that the server may rightly wait for the rest of it. */
  readonly isDamaged: boolean;
}

const calls: readonly { readonly share: number; readonly make: (random: Random) => Call }[] = [
  { share: 28, make: jsonCall },
  { share: 30, make: s3Call },
  { share: 20, make: runtimeCall },
  { share: 8, make: catenaryCall },
  { share: 7, make: formCall },
  { share: 7, make: cborCall },
];

/** The request that a seed means, for the server at `host`. */
export function makeRequest(seed: number, host: string): FuzzRequest {
  const random = new Random(seed);
  const call = random.share(calls).make(random);
  const region = !random.chance(random.wildness / 4) ? 'us-east-1' : nastyText(random).replaceAll('/', '');
  const signing = signingOf(random, call);
  const bytes = signCall(call, signing, { host, region, now: new Date() });
  const request = { method: call.method, surface: signing === 'query-v2' ? 'S3 by signature 2' : call.surface };
  if (random.chance(0.7)) return { ...request, bytes, isDamaged: false };
  return { ...request, bytes: damage(random, bytes), isDamaged: true };
}

function signingOf(random: Random, { service, method, path, headers }: Call): Signing {
  if (headers.some(([name]) => name === 'authorization')) return 'none';
  const draw = random.below(20);
  if (draw === 0) return 'none';
  if (draw < 3) return 'query';
  if (service !== 's3') return 'header';
  if (draw < 6 && method !== 'POST' && path.lastIndexOf('/') > 0) return 'query-v2';
  return (method === 'PUT' || method === 'POST') && draw < 9 ? 'chunks' : 'header';
}

const insertions = [
  '\r\n',
  '\n',
  '\0',
  '%00',
  ' ',
  '\t',
  ',',
  ';constructor',
  'x: y\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Content-Length: 3\r\n',
  'Expect: 100-continue\r\n',
  'Host: evil\r\n',
  'Connection: close\r\n',
  '__proto__: x\r\n',
  '\xff',
];

/**
 * A few bits flipped, bytes taken out, put in or doubled, or the end cut off; more often in the head than in the body.
 */
function damage(random: Random, bytes: Buffer): Buffer {
  let text = bytes.toString('latin1');
  const head = text.indexOf('\r\n\r\n') + 4;
  for (let count = 1 + random.below(3); count > 0; count--) {
    const at = random.below(random.chance(0.8) ? head : text.length + 1);
    const rest = text.slice(at);
    const kind = random.below(6);
    if (kind === 0)
      text = text.slice(0, at) + String.fromCharCode(rest.charCodeAt(0) ^ (1 << random.below(8))) + rest.slice(1);
    else if (kind === 1) text = text.slice(0, at) + rest.slice(1 + random.below(4));
    else if (kind === 2) text = text.slice(0, at) + random.pick(insertions) + rest;
    else if (kind === 3) text = withLine(random, text);
    else if (kind === 4) text = text.slice(0, at) + rest.slice(0, 20) + rest;
    else if (random.chance(0.2)) text = text.slice(0, at);
  }
  return Buffer.from(text, 'latin1');
}

/** A header line more, or one twice, or one less. */
function withLine(random: Random, text: string): string {
  const lines = text.split('\r\n');
  const at = 1 + random.below(Math.max(1, lines.length - 1));
  const line = random.chance(0.5)
    ? [random.pick(insertions).trimEnd()]
    : random.chance(0.5)
      ? [lines[at] ?? '', lines[at] ?? '']
      : [];
  return [...lines.slice(0, at), ...line, ...lines.slice(at + (line.length === 1 ? 0 : 1))].join('\r\n');
}
