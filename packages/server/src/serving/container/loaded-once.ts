import { createHash } from 'node:crypto';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import type { NativeStageDefinition } from './in-process/native-stage-definition.ts';

interface Held<Loaded> {
  readonly loaded: Loaded;
  users: number;
}

/** What was loaded, and how a user gives it back; true: that was the last one. */
export interface Share<Loaded> {
  readonly loaded: Loaded;
  readonly release: () => boolean;
}

/** What several containers have in common is loaded once, and held until the last of them has given it back. */
export class LoadedOnce<Loaded> {
  readonly #held = new Map<string, Held<Loaded>>();

  /** Undefined if what the key stands for has no holder. */
  take(key: string): Share<Loaded> | undefined {
    const held = this.#held.get(key);
    if (held === undefined) return undefined;
    held.users++;
    return { loaded: held.loaded, release: () => this.#release(key, held) };
  }

  /** The first user of what was just loaded. If another user has loaded the same meanwhile, later ones get this. */
  hold(key: string, loaded: Loaded): Share<Loaded> {
    const held = { loaded, users: 1 };
    this.#held.set(key, held);
    return { loaded, release: () => this.#release(key, held) };
  }

  #release(key: string, held: Held<Loaded>): boolean {
    held.users--;
    if (held.users > 0) return false;
    if (this.#held.get(key) === held) this.#held.delete(key);
    return true;
  }
}

/**
 * What a native container is loaded from, and its place in the chain: two links of one chain never share an engine, as it
 * answers in memory of its own, which the next link reads.
 */
export function loadKey(definition: NativeStageDefinition, content: string): string {
  const { kind, hostname, image, environment } = definition;
  const variables = Object.entries(environment).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([kind, hostname, image, variables, content]);
}

/** A digest over the names and the bytes of files. */
export function digestOf(files: ModelFiles): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([one], [other]) => (one < other ? -1 : 1)))
    hash.update(`${JSON.stringify(name)} ${bytes.length}\n`).update(bytes);
  return hash.digest('hex');
}
