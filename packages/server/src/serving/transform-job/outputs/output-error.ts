/** The answer of the chain cannot be written in the output format of the job. The message says where, and why. */
export class OutputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OutputError';
  }
}
