/** A request before it is signed: what an API is asked. */
export interface Call {
  readonly service: 'sagemaker' | 'logs' | 'sts' | 'iam' | 's3';
  readonly method: string;
  /** As it stands on the request line. */
  readonly path: string;
  /** Names and values, not encoded yet. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** One byte a character. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}
