import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../../../contract/service-error.ts';
import { services } from '../../../operations/services.ts';
import type { Protocol } from '../exchange.ts';
import { toServiceError } from '../to-service-error.ts';
import { controlBody } from './control-body.ts';

/** Operations stand in the path: `/service/<Service>/operation/<Operation>`. Longer paths are cut in messages. */
const maxShownLength = 200;

/**
 * RPC v2 CBOR, which newer clients speak to some services (Smithy). No operation here is offered in it: this tells them
 * so in the form that they read.
 */
export const rpcV2Cbor: Protocol = {
  services,
  wholeBody: controlBody,
  find({ url = '' }) {
    throw new ServiceError(
      'UnknownOperationException',
      `The operation ${url.slice(0, maxShownLength)} is not offered by this server, nor any other in CBOR.`,
    );
  },
  decode: notOffered,
  encode: notOffered,
  refusalOf: toServiceError,
  encodeError({ status, code, message }, { requestId }) {
    const body = encodeTexts({ __type: code, message });
    const headers = {
      'smithy-protocol': 'rpc-v2-cbor',
      'Content-Type': 'application/cbor',
      'Content-Length': body.length,
      'x-amzn-RequestId': requestId,
    };
    return { status, headers, body };
  },
};

export const isRpcV2Cbor = ({ headers }: IncomingMessage) => headers['smithy-protocol'] === 'rpc-v2-cbor';

/** `find` gives no operation. */
function notOffered(): never {
  throw new Error('no operation is offered in RPC v2 CBOR');
}

/** A map of at most 23 texts (RFC 8949, 3.1: major types 5 and 3). */
function encodeTexts(members: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(members);
  return Buffer.concat([Buffer.from([0xa0 + pairs.length]), ...pairs.flat().map(encodeText)]);
}

/** Its length stands in two bytes, whatever it is. */
function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.from([0x79, 0, 0]);
  head.writeUInt16BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
