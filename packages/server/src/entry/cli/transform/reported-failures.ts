import type { DataLog } from '../../../serving/transform-job/data-log.ts';
import { inOneLine } from '../in-one-line.ts';
import { inputBucket } from './work-folder.ts';

/** The words of a job about an object, as those of a command about a file. */
export const ofFile = (text: string): string =>
  inOneLine(text)
    .replace(/^(?:Client|Algorithm|InternalServer)Error: /, '')
    .replace('We encountered an internal error. Please try again. ', '')
    .replace('See job logs for more information. ', '')
    .replaceAll(`${inputBucket}/`, '');

/** Reports each file that fails on standard error, but the first, which the end of the command reports. */
export function reportedFailures(): DataLog {
  let count = 0;
  return {
    settings: () => undefined,
    failure({ message }) {
      if (++count > 1) process.stderr.write(`catenary: ${ofFile(message)}\n`);
    },
  };
}
