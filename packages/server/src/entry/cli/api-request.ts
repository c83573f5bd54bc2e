/** A request to a running server, as an SDK would send it. `service` is the name in the signature's scope. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly service: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}
