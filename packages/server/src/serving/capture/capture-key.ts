import { placeBelow, type S3Uri } from '../../contract/s3-uri.ts';
import { hourPath } from './hour-path.ts';

export interface CaptureFolder {
  readonly destination: S3Uri;
  readonly endpoint: string;
  readonly variant: string;
}

/** Where a file goes whose first line is of that time: by the hour, UTC, and by minute, second and millisecond. */
export function captureKey({ destination, endpoint, variant }: CaptureFolder, time: number, id: string): S3Uri {
  const minutes = new Date(time).toISOString().slice('2026-01-31T05:'.length, -'Z'.length);
  const name = `${minutes.replaceAll(/[:.]/g, '-')}-${id}.jsonl`;
  return placeBelow(destination, `${capturePath({ endpoint, variant }, time)}/${name}`);
}

/** The folder below the destination where the files of an hour are. */
export const capturePath = ({ endpoint, variant }: Omit<CaptureFolder, 'destination'>, time: number): string =>
  `${endpoint}/${variant}/${hourPath(time)}`;

/** Lines of one hour stand in one folder. */
export const hourOf = (time: number) => Math.floor(time / 3_600_000);
