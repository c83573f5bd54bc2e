/** One line that a container, or a job, wrote. */
export interface LogEvent {
  /** Milliseconds since 1970; never less than that of the event before in its stream. */
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Where events are kept, by the names that the service gives to its logs (SageMaker developer guide, "CloudWatch Logs
 * for Amazon SageMaker AI").
 */
export interface LogStreamName {
  /** `/aws/sagemaker/Endpoints/<endpoint>` or `/aws/sagemaker/TransformJobs` */
  readonly group: string;
  /** Such as `AllTraffic/i-0179208609ff7e488/container-1`. */
  readonly stream: string;
}
