import type { Logger } from '../../platform/observe/logger.ts';
import type { BatchSettings } from './chain/batch-settings.ts';
import type { ObjectFailure } from './object-failure.ts';

/** Takes what happens to a job while it runs. */
export interface DataLog {
  /** What it begins with. */
  settings(settings: BatchSettings): void;
  /** An object has failed. */
  failure(failure: ObjectFailure): void;
}

/** Whose fault it is, as the service calls it. */
export const faultName = ({ detail }: ObjectFailure) => (detail.fault === 'client' ? 'ClientError' : 'AlgorithmError');

/** The data log of the service, in its words: into the server's own log and, where there is one, the job's stream. */
export function dataLog(log: Logger, owner: string, keep: (line: string) => void = () => undefined): DataLog {
  const write = (line: string, level: 'info' | 'warn') => {
    const marked = mark + line;
    log[level]({ owner, line: marked }, 'data-log');
    keep(`${new Date().toISOString().slice(0, 23)}:${marked}`);
  };
  return {
    settings: (settings) => write(describeSettings(settings), 'info'),
    failure(failure) {
      for (const line of failureLines(failure)) write(line, 'warn');
    },
  };
}

const mark = '[sagemaker logs]: ';
const firstSetting = 'MaxConcurrentTransforms=';

/** Whether a line of a data log is the one that a job begins with. */
export const isSettingsLine = (line: string): boolean => line.includes(mark + firstSetting);

/** The line that a job begins with. */
function describeSettings({ maxPayloadBytes, maxConcurrentTransforms, strategy }: BatchSettings): string {
  const payload = maxPayloadBytes === Infinity ? 0 : maxPayloadBytes / 1048576;
  return `${firstSetting}${maxConcurrentTransforms}, MaxPayloadInMB=${payload}, BatchStrategy=${strategy}`;
}

/** The lines of an object that has failed, and then where and why, which the service leaves out. */
function failureLines(failure: ObjectFailure): string[] {
  const { bucket, key } = failure.object;
  const { status, body } = failure.detail;
  const lines =
    status === 0
      ? ['Unable to get response from algorithm']
      : [`${faultName(failure)}: ${status}`, '', 'Message:', ...body.split('\n')];
  return [...lines.map((line) => `${bucket}/${key}: ${line}`), failure.message];
}
