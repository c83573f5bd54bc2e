import type { CaseMember, CaseShape, CaseSuite, ProtocolCase } from '../../support/find-protocol-cases.ts';

/** Why a case says nothing of this server: what it uses, none of the services that the protocol carries here has. */
const reasons = {
  renamed: 'members have names of their own on the wire: those of the services here have not',
  flattened: 'lists and maps without an element of their own: the services here have none',
  format: 'times in another form than that of the protocol: the services here have none',
  document: 'documents of any shape: the services here have none',
  blob: 'bytes as a member: the services here have none in this protocol',
  sparse: 'lists with gaps: the services here have none',
  jsonvalue: 'JSON in a header: the services here have none',
  attribute: 'attributes and namespaces of XML: the services here have none',
  unreal: 'NaN and infinities: no member here takes them',
  header: 'members in headers beside others in the body of a request: the services here have none',
  location:
    'members in many headers, in a status, in the rest of a path, or in all of a query: the services here have none',
  payload: 'a body that is a structure or a text: the services here have none',
  client: 'what a client makes of gaps, additions and spellings that are not sent here',
  token: 'tokens that a client makes up',
  compressed: 'bodies that a client compresses: the cases do not have them',
  address: 'an address with a path of its own: this server is at the root of its address',
  details: 'members of an error beside its message: predictions alone have some, whose tests read them',
} as const;

export type SkipReason = (typeof reasons)[keyof typeof reasons];

/** Cases that are about clients, by parts of their names. */
const ofClients: readonly (readonly [RegExp, SkipReason])[] = [
  [/UsingXAmznErrorType|UsingCode|DunderTypeAndNamespace|DunderTypeUriAndNamespace/, reasons.client],
  [
    /unexpected_json|UnexpectedJson|IgnoreType|DeserializeNull|AllowNulls|SkipsNull|Upcasting|ExtraFields/,
    reasons.client,
  ],
  [
    /ClientAllows|no_body|NoPayload|IndefiniteString|Offset$|SelfClosed|IgnoresWrapping|IgnoreQueryParams/,
    reasons.client,
  ],
  [/NoBlobBody/, reasons.client],
  [/HostWithPath/, reasons.address],
  [/TokenAutoFill/, reasons.token],
  [/AppliedContentEncoding|AppendsGzip|AppendedGzip/, reasons.compressed],
  [/XmlNamespaces/, reasons.attribute],
];

/** What is not applicable of a case; undefined: all of it is. */
export function skipReason({ shapes }: CaseSuite, found: ProtocolCase, isRest: boolean): SkipReason | undefined {
  const ofName = ofClients.find(([part]) => part.test(found.id))?.[1];
  if (ofName !== undefined) return ofName;
  if (found.error !== undefined)
    return Object.keys(found.error).some((name) => !/^message$/i.test(name)) ? reasons.details : undefined;
  const shape = (found.params === undefined ? found.given.output : found.given.input)?.shape;
  const value = found.params ?? found.result;
  if (shape === undefined) return undefined;
  const ofPlace = isRest ? (pathReason(found) ?? restReason(shapes, shape, found.params !== undefined)) : undefined;
  return ofPlace ?? ofValue(shapes, { shape }, value);
}

/** A label for the rest of a path, or a query that is always there. */
const pathReason = ({ given: { http } }: ProtocolCase): SkipReason | undefined =>
  /\+\}|\?/.test(http?.requestUri ?? '') ? reasons.location : undefined;

function restReason(shapes: CaseSuite['shapes'], name: string, isInput: boolean): SkipReason | undefined {
  const { members = {}, payload } = shapes[name] ?? { members: {} };
  const all = Object.values(members);
  const typesAt = (location: string) =>
    all.filter((member) => member.location === location).map(({ shape }) => shapes[shape]?.type);
  if (payload !== undefined && shapes[members[payload]?.shape ?? '']?.type !== 'blob') return reasons.payload;
  if (['headers', 'statusCode'].some((location) => typesAt(location).length > 0)) return reasons.location;
  if (['header', 'uri'].some((location) => typesAt(location).some((type) => type !== 'string')))
    return reasons.location;
  if (typesAt('querystring').includes('map')) return reasons.location;
  const isMixed = isInput && payload === undefined && all.some(({ location }) => location === undefined);
  return typesAt('header').length > 0 && isMixed ? reasons.header : undefined;
}

/** Of what a value has, at any depth. */
function ofValue(shapes: CaseSuite['shapes'], member: CaseMember, value: unknown): SkipReason | undefined {
  const shape = shapes[member.shape];
  if (value === undefined || shape === undefined) return undefined;
  return ofMember(member, shape) ?? ofShape(shape, value) ?? ofParts(shapes, shape, value);
}

function ofMember(member: CaseMember, shape: CaseShape): SkipReason | undefined {
  if (member.jsonvalue === true) return reasons.jsonvalue;
  if (member.xmlAttribute === true) return reasons.attribute;
  if (member.flattened === true || shape.flattened === true) return reasons.flattened;
  if (member.timestampFormat !== undefined) return reasons.format;
  const isRenamed = member.locationName !== undefined && member.location === undefined;
  return isRenamed && member.locationName !== 'member' ? reasons.renamed : undefined;
}

function ofShape(shape: CaseShape, value: unknown): SkipReason | undefined {
  if (shape.document === true) return reasons.document;
  if (shape.timestampFormat !== undefined) return reasons.format;
  if (shape.sparse === true) return reasons.sparse;
  if (/float|double/.test(shape.type) && typeof value === 'string') return reasons.unreal;
  return undefined;
}

function ofParts(shapes: CaseSuite['shapes'], shape: CaseShape, value: unknown): SkipReason | undefined {
  const parts: (readonly [CaseMember | undefined, unknown])[] = Array.isArray(value)
    ? value.map((item) => [shape.member, item] as const)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, item]) =>
          shape.type === 'map'
            ? [[shape.key, name] as const, [shape.value, item] as const]
            : [[shape.members?.[name], item] as const],
        )
      : [];
  for (const [member, item] of parts) {
    const reason = member === undefined ? undefined : ofPart(shapes, { shape, member }, item);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

interface Part {
  readonly shape: CaseShape;
  readonly member: CaseMember;
}

/** Bytes are taken as the body alone. */
function ofPart(shapes: CaseSuite['shapes'], { shape, member }: Part, item: unknown): SkipReason | undefined {
  const isBytes = shapes[member.shape]?.type === 'blob';
  const isBody = shape.payload !== undefined && shape.members?.[shape.payload] === member;
  return isBytes && !isBody ? reasons.blob : ofValue(shapes, member, item);
}
