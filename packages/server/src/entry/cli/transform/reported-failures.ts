import type { DataLog } from '../../../serving/transform-job/data-log.ts';
import { withFurther } from '../../../serving/transform-job/object-failure.ts';
import type { FailedJob } from '../../../serving/transform-job/run-transform-job.ts';
import { inOneLine } from '../in-one-line.ts';
import { inputBucket } from './work-folder.ts';

/** The words of a job about an object, as those of a command about a file. */
export const ofFile = (text: string): string =>
  inOneLine(text)
    .replace(/^(?:Client|Algorithm|InternalServer)Error: /, '')
    .replace('We encountered an internal error. Please try again. ', '')
    .replace('See job logs for more information. ', '')
    .replaceAll(`${inputBucket}/`, '');

/** Tells each file that fails on standard error, once: the first is what the command ends with. */
export class ReportedFailures implements DataLog {
  #first: string | undefined;
  #count = 0;

  settings(): void {}

  failure({ message }: Error): void {
    if (++this.#count === 1) this.#first = ofFile(message);
    else write(ofFile(message));
  }

  /** What a command ends with whose job has failed. Files that failed before it was continued are counted: their run told them. */
  lastWords({ reason, further }: FailedJob): string {
    if (further === undefined) {
      if (this.#first !== undefined) write(this.#first);
      return ofFile(reason);
    }
    return withFurther(this.#first ?? ofFile(reason), further + 1 - Math.max(1, this.#count));
  }
}

const write = (line: string) => process.stderr.write(`catenary: ${line}\n`);
