import { cloudwatchModel } from '../../src/contract/models.ts';
import type { Call } from './call.ts';
import type { Random } from './random.ts';
import { inputOf } from './shape-value.ts';
import { encode, nastyText } from './texts.ts';

const service = 'GraniteServiceVersion20100801';

/** An operation of CloudWatch in RPC v2 CBOR. */
export function cborCall(random: Random): Call {
  const operation = random.pick(Object.keys(cloudwatchModel.operations));
  const value = inputOf(random, { model: cloudwatchModel, time: (seconds) => new Time(seconds) }, operation);
  const asked = random.chance(random.wildness / 4)
    ? random.pick(['constructor', '__proto__', `${operation}/`, encode(nastyText(random))])
    : operation;
  const bytes = written(random, value);
  return {
    surface: 'CBOR of monitoring',
    service: 'monitoring',
    method: random.chance(0.98) ? 'POST' : 'GET',
    path: `/service/${random.chance(0.98) ? service : 'constructor'}/operation/${asked}`,
    query: [],
    headers: [
      ['smithy-protocol', 'rpc-v2-cbor'],
      ['content-type', 'application/cbor'],
      ...(random.chance(0.1) ? [['x-amzn-query-mode', 'true'] as const] : []),
    ],
    body: random.chance(random.wildness) ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes,
  };
}

class Time {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

/** Items that a client has no reason to send, or that are none (RFC 8949, appendices A and F). */
const oddItems: readonly string[] = [
  'ff', // an end without a beginning
  '9bffffffffffffffff', // a list, a text, bytes and a map that say more than there is
  '7bffffffffffffffff',
  '5b0020000000000000',
  'bb0020000000000000',
  '9f01ff', // without a length
  'bf6161f6ff',
  '7f6161ff',
  '9f', // and without an end
  'bf6161',
  '7f01ff', // a text of numbers
  'a101f6', // a name that is a number
  'a1695f5f70726f746f5f5fa16161f5', // {"__proto__": {"a": true}}
  'a16b636f6e7374727563746f72f6', // {"constructor": null}
  'f97e00', // NaN, infinity, the least and the greatest numbers
  'f97c00',
  'fb7ff0000000000000',
  'f90001',
  '1bffffffffffffffff',
  '3bffffffffffffffff',
  'c1fb7ff8000000000000', // times that are none
  'c16161',
  'c06161',
  'd9d9f700', // other tags
  'c249010000000000000000',
  '62c328', // no UTF-8
  'f7', // undefined, and simple values that nobody has
  'f0',
  'f8ff',
  '1c', // lengths of no kind
  '5e',
  `${'81'.repeat(60)}00`, // deep
  `${'c1'.repeat(60)}00`,
];

/** RFC 8949; now and then with something else in the place of an item. */
function written(random: Random, value: unknown): Buffer {
  if (random.chance(random.wildness / 4)) return Buffer.from(random.pick(oddItems), 'hex');
  if (value === null || value === undefined) return Buffer.of(0xf6);
  if (typeof value === 'boolean') return Buffer.of(value ? 0xf5 : 0xf4);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return text(value);
  if (value instanceof Time) return Buffer.concat([Buffer.of(0xc1), number(value.seconds)]);
  if (Array.isArray(value))
    return Buffer.concat([head(4, value.length), ...value.map((item) => written(random, item))]);
  const members = Object.entries(value).flatMap(([name, member]) => [text(name), written(random, member)]);
  return Buffer.concat([head(5, members.length / 2), ...members]);
}

function head(kind: number, count: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8((kind << 5) | 26);
  bytes.writeUInt32BE(count, 1);
  return bytes;
}

function number(value: number): Buffer {
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return head(0, value);
  const bytes = Buffer.alloc(9, 0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([head(3, bytes.length), bytes]);
}
