import type { ObjectWriter } from './object-store.ts';
import type { StoredObject } from './stored-object.ts';

/** Writes all of a body and publishes it; if anything fails, nothing is left of it. */
export async function writeBody(
  writer: ObjectWriter,
  body: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<StoredObject> {
  try {
    if (body instanceof Uint8Array) await writer.write(body);
    else for await (const chunk of body) await writer.write(chunk);
    return await writer.commit();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
