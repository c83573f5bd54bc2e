/** An archive or directory cannot be a model artifact. The message says why and names the entry; it is fit for a client. */
export class ArtifactError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArtifactError';
  }
}
