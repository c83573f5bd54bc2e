import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from '../../operations/s3/s3-error.ts';
import { ByteReader } from '../../util/byte-reader.ts';
import { isInTooManyPieces } from './too-many-pieces.ts';

/** What the chunks' signatures are made with: the request's own signature is the first link of their chain. */
export interface ChunkSigning {
  readonly signingKey: Buffer;
  readonly timestamp: string;
  readonly scope: string;
  readonly signature: string;
}

export interface AwsChunkedOptions {
  /** The value of X-Amz-Content-Sha256: `STREAMING-...`. */
  readonly form: string;
  /** Undefined if the request's own signature is not looked at either. */
  readonly signing: ChunkSigning | undefined;
  /** Called with each trailer, its name in lower case, when the last chunk has been read. */
  readonly onTrailer: (name: string, value: string) => void;
}

const maxLineBytes = 4096;
const maxTrailers = 16;
const emptyHash = createHash('sha256').digest('hex');

/**
 * Frees a body of its aws-chunked framing: `<hex size>[;chunk-signature=<hex>]\r\n<bytes>\r\n`, a last chunk of size 0,
 * trailers, an empty line. Where the chunks are signed, each signature is checked at its chunk's end: code that acts on
 * the body must wait for the end of it. Throws SignatureDoesNotMatch or IncompleteBody.
 * Source: S3 API reference, "Signature calculations for the Authorization header: transferring payload in multiple
 * chunks".
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Uint8Array>,
  options: AwsChunkedOptions,
): AsyncGenerator<Uint8Array> {
  const lines = new ByteReader(source);
  const chain = chainOf(options);
  let bytes = 0;
  for (let chunks = 1; ; chunks++) {
    const { size, signature } = readChunkLine(await readLine(lines));
    bytes += size;
    if (isInTooManyPieces(chunks, bytes))
      throw new S3Error('InvalidRequest', `The body has ${chunks} chunks for ${bytes} bytes: send larger ones.`);
    const hash = createHash('sha256');
    for (let left = size; left > 0; ) {
      const bytes = await lines.readSome(left);
      if (bytes.length === 0) throw incomplete('it ends within a chunk');
      left -= bytes.length;
      if (chain !== undefined) hash.update(bytes);
      yield bytes;
    }
    chain?.checkChunk(hash.digest('hex'), signature);
    if (size === 0) break;
    if ((await readLine(lines)) !== '') throw incomplete('a chunk is longer than its size');
  }
  await readTrailers(lines, options, chain);
  if ((await lines.readSome(1)).length > 0) throw incomplete('something follows its end');
}

function chainOf({ form, signing }: AwsChunkedOptions): SignatureChain | undefined {
  if (form.startsWith('STREAMING-UNSIGNED-PAYLOAD')) return undefined;
  if (!form.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD'))
    throw new S3Error('InvalidRequest', `The payload form ${form} is not supported.`);
  return signing === undefined ? undefined : new SignatureChain(signing);
}

/** Each link is signed together with the one before it. */
class SignatureChain {
  readonly #signing: ChunkSigning;
  #previous: string;

  constructor(signing: ChunkSigning) {
    this.#signing = signing;
    this.#previous = signing.signature;
  }

  checkChunk(contentHash: string, signature: string | undefined): void {
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', `${emptyHash}\n${contentHash}`, signature);
  }

  checkTrailers(canonical: string, signature: string | undefined): void {
    this.#check('AWS4-HMAC-SHA256-TRAILER', createHash('sha256').update(canonical).digest('hex'), signature);
  }

  #check(algorithm: string, hashes: string, signature: string | undefined): void {
    const { timestamp, scope, signingKey } = this.#signing;
    const toSign = `${algorithm}\n${timestamp}\n${scope}\n${this.#previous}\n${hashes}`;
    const expected = createHmac('sha256', signingKey).update(toSign).digest();
    const given = Buffer.from(signature ?? '', 'hex');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new S3Error('SignatureDoesNotMatch', 'The signature of a chunk of the body does not match it.');
    this.#previous = signature as string;
  }
}

function readChunkLine(line: string): { size: number; signature: string | undefined } {
  const match = /^([0-9a-fA-F]{1,13})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (match === null) throw incomplete('a chunk has no size');
  return { size: Number.parseInt(match[1] as string, 16), signature: match[2] };
}

async function readTrailers(
  lines: ByteReader,
  { form, onTrailer }: AwsChunkedOptions,
  chain: SignatureChain | undefined,
): Promise<void> {
  const trailers: [string, string][] = [];
  let signature: string | undefined;
  for (let line = await readLine(lines, 'or end'); line !== ''; line = await readLine(lines, 'or end')) {
    const colon = line.indexOf(':');
    if (colon < 1 || trailers.length === maxTrailers) throw incomplete('its trailers cannot be read');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') signature = value;
    else trailers.push([name, value]);
  }
  if (form.endsWith('-TRAILER'))
    chain?.checkTrailers(trailers.map(([name, value]) => `${name}:${value}\n`).join(''), signature);
  for (const [name, value] of trailers) onTrailer(name, value);
}

/** A line without its end. At the end of the body an empty one, if it may end there. */
async function readLine(lines: ByteReader, end: 'or end' | 'needed' = 'needed'): Promise<string> {
  let line = '';
  while (!line.endsWith('\n')) {
    const bytes = await lines.readSome(maxLineBytes);
    if (bytes.length === 0) {
      if (end === 'or end' && line === '') return '';
      throw incomplete('it ends within a line');
    }
    const at = bytes.indexOf(0x0a);
    const used = at < 0 ? bytes.length : at + 1;
    line += Buffer.from(bytes.buffer, bytes.byteOffset, used).toString('latin1');
    if (used < bytes.length) lines.unread(bytes.subarray(used));
    if (line.length > maxLineBytes) throw incomplete('a line is too long');
  }
  return line.replace(/\r?\n$/, '');
}

const incomplete = (why: string) => new S3Error('IncompleteBody', `The aws-chunked body is damaged: ${why}.`);
