import { statfs } from 'node:fs/promises';
import { CaptureWriter, type CaptureWriterOptions } from './capture-writer.ts';

/** The share of the disk that captured data leaves to everything else. */
const keptShare = 0.05;

/** The writer of a server's captures, whose data folder is `folder`. */
export function openCaptures(folder: string, options: Omit<CaptureWriterOptions, 'hasRoom'>): CaptureWriter {
  const hasRoom = async () => {
    const { blocks, bavail } = await statfs(folder);
    return bavail > blocks * keptShare;
  };
  return new CaptureWriter({ ...options, hasRoom });
}
