import { ServiceError } from '../../contract/service-error.ts';

/** Deepest nesting of a control-plane body. */
const maxDepth = 64;

/** Most values of a control-plane body: fifteen containers with a hundred variables each, and tags, fit ten times over. */
export const maxValues = 20_000;

/** Parses a control-plane body: UTF-8 JSON of bounded depth and count, without keys that could reach a prototype. */
export function parseJson(body: Buffer): unknown {
  assertSmall(body);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body), refuseProto) as unknown;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError('SerializationException', `The request body is not JSON: ${(error as Error).message}`);
  }
}

function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__')
    throw new ServiceError('SerializationException', 'The request body has the key "__proto__".');
  return value;
}

/** Counts brackets and commas outside strings: a body that has more is refused before it is parsed. */
function assertSmall(body: Buffer): void {
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (inString) {
      if (byte === 92) at++;
      else if (byte === 34) inString = false;
    } else if (byte === 34) inString = true;
    else if (byte === 44) values++;
    else if (byte === 123 || byte === 91) {
      values++;
      depth++;
    } else if (byte === 125 || byte === 93) depth--;
    if (depth > maxDepth) throw tooMuch(`nests deeper than ${maxDepth} levels`);
    if (values > maxValues) throw tooMuch(`has more than ${maxValues} values`);
  }
}

const tooMuch = (what: string) => new ServiceError('SerializationException', `The request body ${what}.`);
