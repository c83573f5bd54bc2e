import type { Logger } from '../../platform/observe/logger.ts';
import type { BatchSettings } from './chain/batch-settings.ts';
import type { ObjectFailure } from './object-failure.ts';

/** Takes one line of a job's data log, in the service's words, without the prefix of every line. */
export type WriteDataLog = (line: string, isFailure: boolean) => void;

/** Whose fault it is, as the service calls it. */
export const faultName = ({ detail }: ObjectFailure) => (detail.fault === 'client' ? 'ClientError' : 'AlgorithmError');

/** The line that a job begins with. */
export function logSettings(settings: BatchSettings, write: WriteDataLog): void {
  const payload = settings.maxPayloadBytes === Infinity ? 0 : settings.maxPayloadBytes / 1048576;
  const line = `MaxConcurrentTransforms=${settings.maxConcurrentTransforms}, MaxPayloadInMB=${payload}, BatchStrategy=${settings.strategy}`;
  write(line, false);
}

/** The lines of an object that has failed, and then where and why, which the service leaves out. */
export function logFailure(failure: ObjectFailure, write: WriteDataLog): void {
  const { bucket, key } = failure.object;
  const { status, body } = failure.detail;
  const lines =
    status === 0
      ? ['Unable to get response from algorithm']
      : [`${faultName(failure)}: ${status}`, '', 'Message:', ...body.split('\n')];
  for (const line of lines) write(`${bucket}/${key}: ${line}`, true);
  write(failure.message, true);
}

/** Writes to the server's own log and, where there is one, to the job's stream. */
export function dataLog(log: Logger, owner: string, keep: (line: string) => void = () => undefined): WriteDataLog {
  return (line, isFailure) => {
    const marked = `[sagemaker logs]: ${line}`;
    log[isFailure ? 'warn' : 'info']({ owner, line: marked }, 'data-log');
    keep(`${new Date().toISOString().slice(0, 23)}:${marked}`);
  };
}
