import type { NdArray } from '../../pickle/numpy/nd-array.ts';
import type { PickleGlobal } from '../../pickle/pickle-object.ts';

/** One node of `schema.json`: the object's class and module, the node's kind, and what that kind needs. */
export interface SkopsState {
  readonly __class__?: unknown;
  readonly __module__?: unknown;
  readonly __loader__?: unknown;
  readonly [name: string]: unknown;
}

/** What the readers of nodes are given: the archive and the nodes below. */
export interface SkopsReader {
  /** The value of a node. */
  read(state: unknown): unknown;
  /** Nodes in a list. */
  readAll(states: unknown): unknown[];
  /** The global of a node's class and module, or the refusal of the whole file. */
  find(state: SkopsState): PickleGlobal;
  /** A file of the archive. */
  bytes(name: unknown): Uint8Array;
  /** An array by the name of its file; the same one for the same name. */
  array(name: unknown): NdArray;
}

/** Makes the value that a pickle of the same object gives. */
export type ReadNode = (reader: SkopsReader, state: SkopsState) => unknown;
