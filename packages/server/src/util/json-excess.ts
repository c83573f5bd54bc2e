const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openList = 0x5b;
const openObject = 0x7b;
const closeList = 0x5d;
const closeObject = 0x7d;

export interface JsonLimits {
  /** Lists and objects in one another. */
  readonly depth: number;
  /** Values, lists and objects among them. */
  readonly values?: number;
  /** Lists and objects. */
  readonly groups?: number;
}

/**
 * Which limit a JSON text, as UTF-8, is beyond, before it is parsed; undefined if none. Brackets and commas in strings do not
 * count. Linear in the text, and ends at the place where a limit is passed.
 */
export function jsonExcess(json: Uint8Array, limits: JsonLimits): keyof JsonLimits | undefined {
  const { depth: mostDepth, values: mostValues = Infinity, groups: mostGroups = Infinity } = limits;
  let depth = 0;
  let groups = 0;
  let values = 1;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === quote) isText = !isText;
    else if (isText) at += byte === backslash ? 1 : 0;
    else if (byte === comma) {
      if (++values > mostValues) return 'values';
    } else if (byte === openList || byte === openObject) {
      if (++depth > mostDepth) return 'depth';
      if (++groups > mostGroups) return 'groups';
      if (++values > mostValues) return 'values';
    } else if (byte === closeList || byte === closeObject) depth--;
  }
  return undefined;
}
