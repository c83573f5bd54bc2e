import { ServiceError } from '../../contract/service-error.ts';
import { jsonExcess } from '../../util/json-excess.ts';

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

/** A body that has more is refused before it is parsed. */
function assertSmall(body: Buffer): void {
  const excess = jsonExcess(body, { depth: maxDepth, values: maxValues });
  if (excess === 'depth') throw tooMuch(`nests deeper than ${maxDepth} levels`);
  if (excess === 'values') throw tooMuch(`has more than ${maxValues} values`);
}

const tooMuch = (what: string) => new ServiceError('SerializationException', `The request body ${what}.`);
