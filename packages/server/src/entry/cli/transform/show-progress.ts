import type { JobProgress } from '../../../serving/transform-job/job-progress.ts';
import { progressBar } from '../demo/write.ts';
import { thousands } from '../thousands.ts';

interface Described {
  readonly bytes: number;
  readonly bytesDone: number;
  readonly records: number;
  readonly rejected: number;
  readonly recordsPerSecond: number;
  readonly secondsLeft?: number;
}

/** Draws a bar while a job runs, on a terminal only. Call what it gives when the job has ended. */
export function showProgress(progress: JobProgress): () => void {
  if (process.stdout.isTTY !== true) return () => {};
  const draw = () => {
    const { bytes, bytesDone, records, rejected, recordsPerSecond, secondsLeft } = progress.describe() as Described;
    const left = secondsLeft === undefined ? '' : `, ${secondsLeft} s left`;
    const bad = rejected === 0 ? '' : `, ${thousands(rejected)} set apart`;
    progressBar(bytesDone, bytes, `${thousands(records)} rows, ${thousands(recordsPerSecond)} rows/s${bad}${left}`);
  };
  const timer = setInterval(draw, 200);
  return () => {
    clearInterval(timer);
    process.stdout.write('\r\u001b[K');
  };
}
