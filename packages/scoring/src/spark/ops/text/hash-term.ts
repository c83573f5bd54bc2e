import { getTextEncoding } from '@bufbuild/protobuf/wire';
import { murmur3 } from '../../../math/murmur3.ts';

/** Spark's seed for hashed features; also the hash of a null term. */
const SEED = 42;

/** Surrogates without their other half, which Java's UTF-8 has as question marks. */
const halfPairs = /\p{Surrogate}/gu;

/** The position of a term among `size` hashed features. */
export function hashTerm(term: string | null, size: number, version: 1 | 2): number {
  const text = term?.replace(halfPairs, '?') ?? null;
  const hash = text === null ? SEED : murmur3(getTextEncoding().encodeUtf8(text), SEED, version);
  const rest = hash % size;
  return rest < 0 ? rest + size : rest;
}
