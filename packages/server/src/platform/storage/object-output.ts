import type { ObjectAttributes, StoredObject } from './stored-object.ts';

/**
 * How far an output has come: plain JSON, kept by its writer beside its own checkpoint, and enough to continue after
 * the death of the process, or from another server where the store is shared.
 */
export interface OutputState {
  /** Bytes that are durable; an output opened again with this state has exactly these. */
  readonly length: number;
  /** Whether all of it is there: an output opened again with this state may only be published. */
  readonly isSealed: boolean;
  /** The store's own words for the rest. */
  readonly detail: OutputDetail;
}

export interface OutputDetail {
  /** Spool file or multipart upload that holds the bytes; none while they are few. */
  readonly id?: string;
  /** Parts uploaded so far as [number, ETag, bytes]. */
  readonly parts?: readonly (readonly [number, string, number])[];
  /** Bytes that stand in no spool and no part yet, base64. */
  readonly tail?: string;
}

/**
 * Told where an output leaves something that would outlive a killed process, so that it can be found and removed:
 * `starting` before a spool or an upload is made, `started` as soon as its id is known. Both are awaited.
 */
export interface OutputJournal {
  starting(): Promise<void>;
  started(id: string): Promise<void>;
}

export interface OutputOptions extends ObjectAttributes {
  readonly journal?: OutputJournal;
}

/**
 * An object that is written over any number of lives of a process, and appears whole or not at all.
 *
 *     const output = await store.openOutput(bucket, key, options, saved);   // saved: from the checkpoint, if there is one
 *     await output.append(chunk);                  // as often as needed
 *     const state = await output.sync();           // every few seconds: save it in one transaction with the position of the input
 *     const sealed = await output.seal();          // no more bytes. Save it: this transaction decides that it is published
 *     await output.publish();                      // may be repeated after a crash
 *
 * Publishing is fenced by the transaction that saves the sealed state: who has lost the lease cannot save it, so may
 * not publish; who takes over a sealed state only carries out what was decided. Bytes that a former owner still has
 * under way never get into an output that was opened by another: they go to parts, or a file, that the other does not
 * name.
 *
 * Errors: `ObjectStoreError` NoSuchUpload from `openOutput` or `publish` if what the state names is gone (the object is
 * then to be written again from its start); anything else is a failure of the disk or the network.
 */
export interface ObjectOutput {
  /** Bytes appended so far, of all lives. */
  readonly length: number;
  /** Resolves when the next chunk may come. A chunk must not be changed once it was given. */
  append(chunk: Uint8Array): Promise<void>;
  /** Makes all that was appended durable. */
  sync(): Promise<OutputState>;
  /** Like `sync`, and nothing more can be appended. */
  seal(): Promise<OutputState>;
  /** Makes the sealed output the object. Done once already, it does nothing and answers with the object. */
  publish(): Promise<StoredObject>;
  /** Removes all of it. Does nothing after `publish`, never throws: what cannot be removed is left to the journal. */
  abort(): Promise<void>;
  /** Lets go of it as it is: it can be opened again with its last state. Never throws. */
  close(): Promise<void>;
}
