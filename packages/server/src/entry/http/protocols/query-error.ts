import { own } from '@catenary/scoring/internal/names';
import type { Exchange } from '../exchange.ts';

/** What errors are called in the Query protocol, where that is not what they are called in others. */
const queryCodes: Readonly<Record<string, string>> = {
  InvalidParameterValueException: 'InvalidParameterValue',
  InvalidParameterCombinationException: 'InvalidParameterCombination',
  MissingRequiredParameterException: 'MissingParameter',
  LimitExceededFault: 'LimitExceeded',
  InvalidFormatFault: 'InvalidFormat',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

export const queryCode = (code: string): string => own(queryCodes, code) ?? code;

/**
 * For clients that know a service by the codes of its Query protocol, and say so (Smithy, "AWS Query compatible protocols"); for
 * others nothing.
 */
export function queryError(status: number, code: string, { request }: Exchange): Readonly<Record<string, string>> {
  if (request.headers['x-amzn-query-mode'] !== 'true') return {};
  return { 'x-amzn-query-error': `${queryCode(code)};${status < 500 ? 'Sender' : 'Receiver'}` };
}
