import { mediaType, writtenType } from '../../../../contract/media-type.ts';
import type { ContainerAnswer } from '../../payload.ts';
import { askedType } from '../asked-type.ts';
import { refusal } from './refusal.ts';

const supported = ['application/json', 'application/jsonlines', 'application/x-recordio-protobuf', 'text/csv'];

/**
 * The media type to answer in: none or any means `SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT`, else `text/csv`. One that the
 * container does not write is its 406.
 */
export function chooseMediaType(accept: string | undefined, defaultType = 'text/csv'): string | ContainerAnswer {
  const type = askedType(mediaType(accept));
  if (type === undefined) return defaultType;
  if (supported.includes(type)) return type;
  const list = supported.map((name) => `'${name}'`).join(', ');
  return refusal(
    406,
    `Accept type ${writtenType(accept ?? '').trim()} is not supported. Please use supported accept types: [${list}].`,
  );
}
