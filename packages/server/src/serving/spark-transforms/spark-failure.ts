/** A run of Spark ended without its objects. The message is the reason of the job, as a worker says it, or what Spark said. */
export class SparkFailure extends Error {
  /** The FailureReason of a job. */
  get reason(): string {
    const { message } = this;
    if (/^(?:Client|Algorithm|InternalServer)Error: /.test(message)) return message;
    return `InternalServerError: We encountered an internal error. Please try again. ${message}`;
  }
}
