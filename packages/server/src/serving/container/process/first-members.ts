import { hasEndingMember, processGroupMembers } from './process-group.ts';

/**
 * The processes of a group that were there when it began to serve. One that ends is a zombie until it is reaped, which may be done
 * before it is looked at: then it is known by its absence.
 */
export class FirstMembers {
  readonly #group: number | undefined;
  #first: Promise<readonly string[]> = Promise.resolve([]);

  /** `group`: its id; undefined where there is none. */
  constructor(group: number | undefined) {
    this.#group = group;
  }

  /** To be called when it serves. */
  note(): void {
    if (this.#group !== undefined) this.#first = processGroupMembers(this.#group);
  }

  /** Whether one of the group is about to end, has just ended, or is gone since this was last asked; false where that is unknown. */
  async isOneEnding(): Promise<boolean> {
    if (this.#group === undefined) return false;
    const first = await this.#first;
    if (await hasEndingMember(this.#group)) return true;
    const now = new Set(await processGroupMembers(this.#group));
    const left = first.filter((pid) => now.has(pid));
    this.#first = Promise.resolve(left);
    return left.length < first.length;
  }
}
