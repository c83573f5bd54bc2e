/** What the chain answered cannot be written in the format that the job asks for. The message says where, and why. */
export class OutputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OutputError';
  }
}
