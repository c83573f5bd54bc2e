import type { ModelFiles } from '../model-files.ts';
import { ScoringError } from '../scoring-error.ts';
import type { Bytes } from './expect-bytes.ts';
import { expectBytes } from './expect-bytes.ts';
import { expectFiles } from './expect-files.ts';
import { shown } from './shown.ts';

/** What a `Blob`, a `File` or a `Response` has of use here. */
export interface BytesSource {
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A model: the bytes of a file or an archive, or the files of an opened one. */
export type Source = Bytes | BytesSource | ModelFiles;

/** What was given, read. */
export type GivenModel =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly name: string }
  | { readonly kind: 'files'; readonly files: ModelFiles };

interface ResponseLike extends BytesSource {
  readonly ok?: boolean;
  readonly status?: number;
  readonly url?: string;
  readonly name?: string;
  readonly size?: number;
  readonly body?: StreamLike | null;
}

interface StreamLike {
  getReader?(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
    cancel(): Promise<void>;
  };
}

/** Reads a source, at most this many bytes. Nothing is fetched. Rejects with `wrong_type`, `wrong_size`, `bad_input`. */
export async function readSource(source: Source, maxBytes: number): Promise<GivenModel> {
  const tag = Object.prototype.toString.call(source);
  if (tag === '[object Map]') return { kind: 'files', files: expectFiles(source) };
  if (!isBytesSource(source))
    return { kind: 'bytes', bytes: sized(expectBytes(source, 'A model'), maxBytes), name: '' };
  const { ok, status, url = '', name = url, size } = source;
  if (ok === false)
    throw new ScoringError(
      'bad_input',
      `The answer ${url === '' ? '' : `of ${url} `}has the status ${status}; it is no model.`,
    );
  if (size !== undefined && size > maxBytes) throw tooLarge(size, maxBytes);
  return { kind: 'bytes', bytes: await readBytes(source, maxBytes), name: fileName(name) };
}

function isBytesSource(source: unknown): source is ResponseLike {
  return typeof source === 'object' && source !== null && typeof (source as BytesSource).arrayBuffer === 'function';
}

/** A stream is read no further than it may be long. */
async function readBytes(source: ResponseLike, maxBytes: number): Promise<Uint8Array> {
  const reader = typeof source.body?.getReader === 'function' ? readerOf(source.body) : undefined;
  if (reader === undefined) return sized(new Uint8Array(await source.arrayBuffer()), maxBytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done || value === undefined) break;
    chunks.push(value);
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw tooLarge(length, maxBytes);
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function readerOf(body: StreamLike) {
  try {
    return body.getReader?.();
  } catch {
    throw new ScoringError('bad_input', `The body of ${shown(body)} was read already; pass a fresh one.`);
  }
}

function sized(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.length <= maxBytes) return bytes;
  throw tooLarge(bytes.length, maxBytes);
}

function tooLarge(size: number, maxBytes: number): ScoringError {
  const text = `The model has ${size} bytes or more; at most ${maxBytes} are read. Set the option maxBytes for more.`;
  return new ScoringError('wrong_size', text, { value: size });
}

/** The last part of an address or a path. */
const fileName = (name: string) => name.replace(/[?#].*$/s, '').replace(/^.*\//s, '');
