import { CommandError } from './command.ts';

/** At an `s3://` address there is no object, and none below it. */
export class NothingThereError extends CommandError {
  constructor(address: string) {
    super(
      `There is nothing at ${address}. Its bucket must be one of a store that catenary.yaml (--config, s3:) or CATENARY_S3_BUCKETS names.`,
    );
  }
}
