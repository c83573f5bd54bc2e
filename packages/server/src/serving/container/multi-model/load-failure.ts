/** A model could not be loaded: status and text are what the requests that wait for it are answered. */
export class LoadFailure extends Error {
  readonly status: number;
  /** Whether the same archive can only fail again. */
  readonly isLasting: boolean;

  constructor(status: number, reason: string, options: { readonly isLasting?: boolean } = {}) {
    super(`Unable to load model: ${reason}`);
    this.name = 'LoadFailure';
    this.status = status;
    this.isLasting = options.isLasting ?? false;
  }
}
