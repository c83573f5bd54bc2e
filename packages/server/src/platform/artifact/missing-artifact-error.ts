import { ArtifactError } from './artifact-error.ts';

/** There is nothing at the address of an artifact. */
export class MissingArtifactError extends ArtifactError {
  readonly uri: string;

  constructor(uri: string) {
    super(`Could not find model data at ${uri}.`);
    this.name = 'MissingArtifactError';
    this.uri = uri;
  }
}
