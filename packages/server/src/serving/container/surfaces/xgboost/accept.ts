import type { ContainerAnswer } from '../../payload.ts';
import { parseHeader } from './media-type.ts';
import { refusal } from './refusal.ts';

const supported = ['application/json', 'application/jsonlines', 'application/x-recordio-protobuf', 'text/csv'];

/**
 * The media type to answer in: none or any means `SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT`, else `text/csv`. One that the
 * container does not write is its 406.
 */
export function chooseMediaType(accept: string | undefined, defaultType = 'text/csv'): string | ContainerAnswer {
  const [type] = parseHeader(accept ?? '');
  if (type === '' || type === '*/*') return defaultType;
  if (supported.includes(type)) return type;
  const list = supported.map((name) => `'${name}'`).join(', ');
  const asked = (accept as string).split(';')[0]?.trim();
  return refusal(406, `Accept type ${asked} is not supported. Please use supported accept types: [${list}].`);
}
