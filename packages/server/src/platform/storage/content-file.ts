/** One file of content. An object's content is one of them, or as many as it had parts. */
export interface ContentFile {
  /** Opaque: no client chooses it. */
  readonly name: string;
  readonly size: number;
  /** The content itself, where it is so small that the index has it: then there is no file. */
  readonly inline?: Buffer;
}
