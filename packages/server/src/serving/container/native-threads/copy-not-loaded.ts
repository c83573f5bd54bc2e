/**
 * A thread could not load its copy of a model: its archive is gone, for example because the model was unloaded while
 * the request was on its way.
 */
export class CopyNotLoaded extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'CopyNotLoaded';
  }
}
