import { ObjectStoreError } from './object-store-error.ts';

/** Longest key in bytes of UTF-8 (S3 User Guide, "Naming Amazon S3 objects"). */
const maxKeyBytes = 1024;

/** Throws InvalidArgument or KeyTooLongError where no object can have this key. */
export function checkKey(key: string): void {
  if (key === '') throw new ObjectStoreError('InvalidArgument', 'An object needs a key of at least one byte.');
  if (!key.isWellFormed()) throw new ObjectStoreError('InvalidArgument', 'The key is not well-formed Unicode text.');
  const bytes = Buffer.byteLength(key);
  if (bytes > maxKeyBytes)
    throw new ObjectStoreError('KeyTooLongError', `Your key is too long: at most ${maxKeyBytes} bytes of UTF-8.`, {
      Size: bytes,
      MaxSizeAllowed: maxKeyBytes,
    });
}
