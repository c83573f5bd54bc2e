/** One port of an op and the column it is wired to. */
export interface Socket {
  readonly port: string;
  readonly name: string;
}
