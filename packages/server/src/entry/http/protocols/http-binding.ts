import { own } from '@catenary/scoring/internal/names';
import { matchesPattern } from '../../../contract/pattern.ts';
import { ServiceError, type ServiceErrorCode } from '../../../contract/service-error.ts';
import type { Member, OperationModel, ServiceModel, Shape } from '../../../contract/shape.ts';
import type { Operation } from '../../../operations/operation.ts';
import type { ModelledService } from '../../../operations/service.ts';

/** A member of an input that is not in the body. */
export interface InputMember {
  readonly name: string;
  readonly constraint: Shape;
  readonly isRequired: boolean;
  /** The last value that was valid: most requests repeat it, and need no check again. */
  lastValid: string | undefined;
}

/** A member that is a part of the path. */
interface Label extends InputMember {
  /** Which part, from 0. */
  readonly at: number;
}

/** The place of an operation in HTTP: what of its input is in the path, in headers, in the body; so with its output. */
export interface HttpBinding {
  readonly service: ModelledService;
  readonly operation: Operation;
  /** Undefined: any. */
  readonly method: string | undefined;
  /** The parts of the path between slashes; undefined where a label stands. */
  readonly parts: readonly (string | undefined)[];
  readonly labels: readonly Label[];
  /** Names of headers in lower case. */
  readonly headers: readonly (InputMember & { readonly header: string })[];
  /** The member that is the body; undefined: there is none. */
  readonly payload: string | undefined;
  readonly answer: {
    readonly status: number;
    readonly headers: readonly { readonly name: string; readonly header: string }[];
    /** Undefined: the body is the output as JSON, without what is in headers. */
    readonly payload: string | undefined;
    /** Whether the body is a stream of events. */
    readonly isEventStream: boolean;
  };
}

/** The bindings of a service's operations, by its model. Throws for an operation that has none. */
export function bindOperations(service: ModelledService): HttpBinding[] {
  const { model, operations } = service;
  return Object.values(operations).map((operation) => {
    const { http, input, output } = own(model.operations, operation.name) as OperationModel;
    if (http === undefined) throw new Error(`${model.source} binds ${operation.name} to no path`);
    const [taken, given] = [structure(model, input), structure(model, output)];
    const headers = at('header', taken).map(([name, member]) => ({
      name,
      header: locationOf(name, member).toLowerCase(),
      constraint: constraintOf(model, member),
      isRequired: taken.required?.includes(name) === true,
      lastValid: undefined,
    }));
    const parts = http.requestUri.split('/');
    return {
      service,
      operation,
      method: http.method,
      parts: parts.map((part) => (isLabel(part) ? undefined : part)),
      labels: parts.flatMap((part, at) => (isLabel(part) ? [{ ...labelOf(model, taken, part.slice(1, -1)), at }] : [])),
      headers,
      payload: taken.payload,
      answer: {
        status: http.responseCode ?? 200,
        headers: at('header', given).map(([name, member]) => ({ name, header: locationOf(name, member) })),
        payload: given.payload,
        isEventStream: constraintOf(model, own(given.members ?? {}, given.payload ?? '')).eventstream === true,
      },
    };
  });
}

const none: Shape = { type: 'structure' };

const structure = (model: ServiceModel, name = '') => own(model.shapes, name) ?? none;

const at = (location: Member['location'], { members = {} }: Shape) =>
  Object.entries(members).filter(([, member]) => member.location === location);

const locationOf = (name: string, member: Member) => member.locationName ?? name;

const constraintOf = (model: ServiceModel, member: Member | undefined) => structure(model, member?.shape);

/** A label that is empty is none, whatever the shape says. */
function labelOf(model: ServiceModel, input: Shape, name: string): InputMember {
  const constraint = constraintOf(model, own(input.members ?? {}, name));
  const atLeast = Math.max(1, constraint.min ?? 1);
  return { name, constraint: { ...constraint, min: atLeast }, isRequired: true, lastValid: undefined };
}

const isLabel = (part: string): boolean => part.startsWith('{');

/** The operation at a method and a path. */
export interface FoundBinding {
  readonly binding: HttpBinding;
  /** The parts of the path, percent-encoded. */
  readonly parts: readonly string[];
}

/** Undefined if none of them is at that path, which is given without its query. */
export function findBinding(
  bindings: readonly HttpBinding[],
  method: string | undefined,
  path: string,
): FoundBinding | undefined {
  const parts = path.split('/');
  for (const binding of bindings)
    if ((binding.method === undefined || binding.method === method) && isAt(binding, parts)) return { binding, parts };
  return undefined;
}

function isAt({ parts }: HttpBinding, given: readonly string[]): boolean {
  return given.length === parts.length && parts.every((part, at) => part === undefined || part === given[at]);
}

/** What stands for a label in the path. Throws the error `refusal` if it is not percent-encoded UTF-8. */
export function decodeLabel({ name, at }: Label, parts: readonly string[], refusal: ServiceErrorCode): string {
  const encoded = parts[at] ?? '';
  if (!encoded.includes('%')) return encoded;
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new ServiceError(refusal, `The ${name} in the path is not percent-encoded UTF-8.`);
  }
}

/** The value of a member that stands in a header. Throws ValidationError for one that the service would not take. */
export function readMember(member: InputMember, value: string): string | number {
  if (member.constraint.type !== 'integer') {
    checkMember(member, value);
    return value;
  }
  const number = /^[0-9]{1,9}$/.test(value) ? Number(value) : Number.NaN;
  const { min = 0, max = Infinity } = member.constraint;
  if (number >= min && number <= max) return number;
  const broken = `Member must be a whole number of at least ${min}${max === Infinity ? '' : ` and at most ${max}`}`;
  throw failedConstraint(member, `'${shorten(value)}'`, broken);
}

/** Throws ValidationError for a header that has to be there and is not. */
export function checkAbsent(member: InputMember): void {
  if (member.isRequired) throw failedConstraint(member, 'null', 'Member must not be null');
}

/** Checks a text as the service checks it. Throws ValidationError. */
export function checkMember(member: InputMember, value: string): void {
  if (value === member.lastValid) return;
  const { min = 0, max = Infinity, pattern } = member.constraint;
  if (value.length > max || value.length < min || (pattern !== undefined && !matchesPattern(pattern, value)))
    throw brokenConstraint(member, value);
  member.lastValid = value;
}

function brokenConstraint(member: InputMember, value: string): ServiceError {
  const { min = 0, max = Infinity, pattern } = member.constraint;
  const broken =
    value.length > max
      ? `Member must have length less than or equal to ${max}`
      : pattern === undefined
        ? `Member must have length greater than or equal to ${min}`
        : `Member must satisfy regular expression pattern: ${pattern}`;
  return failedConstraint(member, `'${shorten(value)}'`, broken);
}

const shorten = (value: string) => (value.length > 256 ? `${value.slice(0, 256)}...` : value);

const failedConstraint = ({ name }: InputMember, shown: string, broken: string) =>
  new ServiceError(
    'ValidationError',
    `1 validation error detected: Value ${shown} at '${name}' failed to satisfy constraint: ${broken}`,
  );
