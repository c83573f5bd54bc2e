import { isObject } from '../../util/is-object.ts';
import { S3Error } from './s3-error.ts';

/** A field that the form must have, and how its value is compared. */
interface FieldCondition {
  readonly field: string;
  readonly operator: 'eq' | 'starts-with';
  readonly value: string;
}

/** What a form may bring, as its signer has said. */
export interface PostPolicy {
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly fields: readonly FieldCondition[];
  /** Bytes of the file. */
  readonly length: { readonly min: number; readonly max: number };
}

type PostedFields = ReadonlyMap<string, string>;

/** Reads the policy of a form, JSON in base64. Source: S3 API reference, "POST policy". */
export function readPostPolicy(base64: string): PostPolicy {
  const document = parse(base64);
  const { expiration, conditions } = document;
  const expires = typeof expiration === 'string' ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(expires)) throw invalid('expiration is no time');
  if (!Array.isArray(conditions)) throw invalid('conditions is no list');
  const fields: FieldCondition[] = [];
  const length = { min: 0, max: Infinity };
  for (const condition of conditions as unknown[]) {
    const range = readLengthRange(condition);
    if (range === undefined) fields.push(readFieldCondition(condition));
    else {
      length.min = Math.max(length.min, range.min);
      length.max = Math.min(length.max, range.max);
    }
  }
  return { expires, fields, length };
}

/** Throws AccessDenied for what the policy does not allow. `fields`: their variables have been replaced. */
export function checkPostPolicy(policy: PostPolicy, fields: PostedFields, now: number): void {
  if (now > policy.expires) throw denied('Policy expired.');
  for (const condition of policy.fields) {
    const { operator, field, value } = condition;
    if (!holds(condition, fields.get(field) ?? ''))
      throw denied(`Policy Condition failed: ["${operator}", "$${field}", "${value}"]`);
  }
  const named = new Set(policy.fields.map(({ field }) => field));
  const extra = [...fields.keys()].filter((name) => !named.has(name) && !isFree(name));
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
}

/** Fields that no condition has to name. */
const isFree = (name: string) => ['policy', 'x-amz-signature'].includes(name) || name.startsWith('x-ignore-');

function holds({ operator, field, value }: FieldCondition, given: string): boolean {
  if (operator === 'eq') return given === value;
  // A Content-Type with commas is a list, each member of which must begin so.
  const all = field === 'content-type' ? given.split(',') : [given];
  return all.every((one) => one.startsWith(value));
}

function parse(base64: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    throw invalid('it is no JSON in base64');
  }
  if (!isObject(document)) throw invalid('it is no object of JSON');
  return document;
}

function readLengthRange(condition: unknown): PostPolicy['length'] | undefined {
  if (!Array.isArray(condition) || String(condition[0]).toLowerCase() !== 'content-length-range') return undefined;
  const [min, max] = condition.slice(1).map(Number);
  if (condition.length !== 3 || !isLength(min) || !isLength(max))
    throw invalid('content-length-range has a least and a largest length in bytes');
  return { min, max };
}

const isLength = (value: number | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function readFieldCondition(condition: unknown): FieldCondition {
  if (isObject(condition)) {
    const [pair, ...others] = Object.entries(condition);
    if (pair === undefined || others.length > 0)
      throw invalid('Simple-Conditions must have exactly one property specified.');
    return { field: pair[0].toLowerCase(), operator: 'eq', value: textOf(pair[1]) };
  }
  if (!Array.isArray(condition) || condition.length !== 3) throw invalid('a condition is an object or a list of three');
  const operator = textOf(condition[0]).toLowerCase();
  const field = textOf(condition[1]);
  if (operator !== 'eq' && operator !== 'starts-with') throw invalid(`${operator} is no operator of conditions`);
  if (!field.startsWith('$')) throw invalid('the field of a condition begins with $');
  return { field: field.slice(1).toLowerCase(), operator, value: textOf(condition[2]) };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw invalid('the names and values of conditions are texts');
}

const invalid = (why: string) =>
  new S3Error('InvalidPolicyDocument', `The content of the form does not meet the conditions of a policy: ${why}`);

const denied = (why: string) => new S3Error('AccessDenied', `Invalid according to Policy: ${why}`);
