import { own } from '@catenary/scoring/internal/names';
import { mediaType, mediaTypeParameters } from '../../../../contract/media-type.ts';
import type { ContainerAnswer } from '../../payload.ts';
import { refusal } from './refusal.ts';

export type RequestFormat = 'csv' | 'libsvm' | 'recordio-protobuf';

/** What the container knows; the Parquet names parse but are not served. */
const formats: Readonly<Record<string, RequestFormat | 'parquet'>> = {
  csv: 'csv',
  'text/csv': 'csv',
  libsvm: 'libsvm',
  'text/libsvm': 'libsvm',
  'text/x-libsvm': 'libsvm',
  parquet: 'parquet',
  'application/x-parquet': 'parquet',
  'recordio-protobuf': 'recordio-protobuf',
  'application/x-recordio-protobuf': 'recordio-protobuf',
};

/**
 * The format that a Content-Type asks for; libsvm if there is none. The answer is the container's 415 otherwise.
 * Source: `data_utils.get_content_type` of the container.
 */
export function requestFormat(contentType: string | undefined): RequestFormat | ContainerAnswer {
  if (contentType === undefined || contentType === '') return 'libsvm';
  const format = own(formats, mediaType(contentType) ?? '');
  if (format === undefined) {
    const known = Object.keys(formats)
      .map((name) => `'${name}'`)
      .join(', ');
    return refusal(415, `${contentType} is not an accepted ContentType: ${known}.`);
  }
  if (format === 'parquet') return refusal(415, `Content-type ${contentType} is not supported.`);
  if (format === 'csv' && (mediaTypeParameters(contentType).get('label_size') ?? '1') !== '1') {
    return refusal(
      415,
      `${contentType.toLowerCase()} is not an accepted csv ContentType. Optional parameter label_size must be equal to 1`,
    );
  }
  return format;
}
