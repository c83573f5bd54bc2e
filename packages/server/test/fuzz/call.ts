/** A request before it is signed: what an API is asked. */
export interface Call {
  /** Which part of the server it is for, to count how far requests get there. */
  readonly surface: string;
  readonly service:
    | 'sagemaker'
    | 'logs'
    | 'monitoring'
    | 'application-autoscaling'
    | 'sts'
    | 'iam'
    | 'glue'
    | 'elasticmapreduce'
    | 's3';
  readonly method: string;
  /** As it stands on the request line. */
  readonly path: string;
  /** Names and values, not encoded yet. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** One byte a character. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}
