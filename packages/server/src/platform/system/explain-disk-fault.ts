import { diskFault } from './disk-fault.ts';

/** An error that came while something was written into a folder: if it is the disk's fault, `what` with folder and remedy; else as it is. */
export function explainDiskFault(what: string, folder: string, error: unknown): unknown {
  const fault = diskFault(error);
  if (fault === undefined) return error;
  const remedy = fault === 'is full' ? 'make room there' : 'mend it';
  return new Error(`${what}, as the disk of ${folder} ${fault}: ${remedy}.`, { cause: error });
}
