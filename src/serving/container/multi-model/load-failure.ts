/** A model could not be loaded: status and text are what the requests that wait for it are answered. */
export class LoadFailure extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(`Unable to load model: ${reason}`);
    this.name = 'LoadFailure';
    this.status = status;
  }
}
