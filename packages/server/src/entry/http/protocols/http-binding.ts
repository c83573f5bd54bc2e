import { own } from '@catenary/scoring/internal/names';
import { matchesPattern } from '../../../contract/pattern.ts';
import { ServiceError } from '../../../contract/service-error.ts';
import type { Member, OperationModel, ServiceModel, Shape } from '../../../contract/shape.ts';
import type { Operation } from '../../../operations/operation.ts';
import type { ModelledService, Service } from '../../../operations/service.ts';

/** A member of an input that is not in the body. */
export interface InputMember {
  readonly name: string;
  readonly constraint: Shape;
  readonly isRequired: boolean;
  /** The last value that was valid: most requests repeat it, and need no check again. */
  lastValid: string | undefined;
}

/** The place of an operation in HTTP: what of its input is in the path, in headers, in the body; so with its output. */
export interface HttpBinding {
  readonly service: Service;
  readonly operation: Operation;
  /** Undefined: any. */
  readonly method: string | undefined;
  /** What stands before and after the label in the path; without a label, the path and nothing. */
  readonly prefix: string;
  readonly suffix: string;
  /** The member that is in the path; undefined: there is none. */
  readonly label: InputMember | undefined;
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
    const [prefix = '', name, suffix = ''] = http.requestUri.split(/[{}]/);
    return {
      service,
      operation,
      method: http.method,
      prefix,
      suffix,
      label: name === undefined ? undefined : labelOf(model, taken, name),
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

/**
 * What stands for the label in a path without its query, percent-encoded: '' if the operation has no label; undefined if
 * the path is another one's.
 */
export function matchPath({ prefix, suffix, label }: HttpBinding, path: string): string | undefined {
  if (label === undefined) return path === prefix ? '' : undefined;
  const end = path.length - suffix.length;
  if (end < prefix.length || !path.startsWith(prefix) || !path.endsWith(suffix)) return undefined;
  const found = path.slice(prefix.length, end);
  return found.includes('/') ? undefined : found;
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
