/** Room for one block after another: a block of a few bytes would take a million times as much by itself. */
export class BlockRoom {
  #links = new Uint32Array(0);

  links(size: number): Uint32Array {
    if (this.#links.length < size) this.#links = new Uint32Array(size);
    return this.#links;
  }
}
