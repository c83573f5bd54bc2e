import { ServiceError } from '../../contract/service-error.ts';

/** Deepest nesting of a control-plane body. */
const maxDepth = 64;

/** Parses a control-plane body: UTF-8 JSON of bounded depth without keys that could reach a prototype. */
export function parseJson(body: Buffer): unknown {
  assertShallow(body);
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

/** Counts brackets outside strings: a body that nests deeper is refused before it is parsed. */
function assertShallow(body: Buffer): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (inString) {
      if (byte === 92) at++;
      else if (byte === 34) inString = false;
    } else if (byte === 34) inString = true;
    else if (byte === 123 || byte === 91) depth++;
    else if (byte === 125 || byte === 93) depth--;
    if (depth > maxDepth)
      throw new ServiceError('SerializationException', `The request body nests deeper than ${maxDepth} levels.`);
  }
}
