import type { S3Uri } from '../../contract/s3-uri.ts';

export interface CaptureFolder {
  readonly destination: S3Uri;
  readonly endpoint: string;
  readonly variant: string;
}

/** Where a file goes whose first line is of that time: by the hour, UTC, and by minute, second and millisecond. */
export function captureKey({ destination, endpoint, variant }: CaptureFolder, time: number, id: string): S3Uri {
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  const [hour, minute, second = ''] = clock.split(':');
  const root = destination.key === '' || destination.key.endsWith('/') ? destination.key : `${destination.key}/`;
  const name = `${minute}-${second.replace('.', '-').replace('Z', '')}-${id}.jsonl`;
  return {
    bucket: destination.bucket,
    key: `${root}${endpoint}/${variant}/${date.replaceAll('-', '/')}/${hour}/${name}`,
  };
}

/** Lines of one hour stand in one folder. */
export const hourOf = (time: number) => Math.floor(time / 3_600_000);
