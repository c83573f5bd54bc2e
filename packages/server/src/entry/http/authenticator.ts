import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isRegionName } from '../../contract/region-name.ts';
import type { Service } from '../../operations/service.ts';
import { includesAccess, neededAccess } from '../access.ts';
import type { KeyRing } from '../key-ring.ts';
import { type Demand, isAllowed } from '../rights/is-allowed.ts';
import { checkUnsigned } from './check-request-line.ts';
import { claimedFormKey, claimedKey } from './claimed-key.ts';
import { claimedScope } from './claimed-scope.ts';
import { offeredServices } from './offered-services.ts';
import { readPassword } from './read-password.ts';
import { readSignature } from './read-signature.ts';
import { formHasSessionToken, hasSessionToken, sessionTokenRefusal } from './session-token.ts';
import type { StatedSignature } from './stated-signature.ts';
import { verifyPolicySignature } from './verify-policy-signature.ts';
import { type SignatureVerdict, verifySignature } from './verify-signature.ts';

/** Why a caller is rejected, with the control plane's code. */
export interface IdentityRefusal {
  readonly ok: false;
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The caller: allowed, with the region that it names and the account of its key, or rejected. */
export type Identity =
  | {
      readonly ok: true;
      readonly region: string;
      /** The account whose resources it sees. */
      readonly account: string;
      readonly verdict: Extract<SignatureVerdict, { ok: true }> | undefined;
    }
  | IdentityRefusal;

/** A caller whose signature, where one is required, is right. */
export type KnownCaller = Extract<Identity, { ok: true }>;

/**
 * What a request's headers say about its caller: enough to decide whether to read the body, whose signature is not
 * verified yet.
 */
export type Admission =
  | {
      readonly ok: true;
      /** Undefined where signatures are not asked for. */
      readonly stated: StatedSignature | undefined;
      /** Known before the body is read if a header states the body's hash. */
      readonly verdict: SignatureVerdict | undefined;
    }
  | IdentityRefusal;

/** What is known of a caller before the body is read: its signature may not be verified yet. */
export type AdmittedCaller = Extract<Admission, { ok: true }>;

/** A caller of an operation that anyone may call. */
export const anyone: AdmittedCaller = { ok: true, stated: undefined, verdict: undefined };

export interface Authenticator {
  /**
   * Refuses whatever can be refused from the headers alone, so that nothing is read from, or kept for, a caller without
   * a key: a signature that is missing, malformed, expired, by an unknown key or for another service than one of
   * `services`; also a wrong one if a header states the body's hash.
   */
  admit(request: IncomingMessage, services: readonly Service[]): Admission;
  /** The same for an operation that is asked for with a password, by clients that do not sign. */
  admitPassword(request: IncomingMessage, demands: () => readonly Demand[]): Admission;
  /**
   * Checks the signature of a request that was admitted, and that its body, where it is given, is the one that was
   * signed. Without a body (S3 streams) the reader of the body compares it with `verdict.payloadHash`.
   */
  identify(request: IncomingMessage, admission: Admission, body: Buffer | undefined): Identity;
  /**
   * The caller of a form that a browser posts: the owner of the key that signed the policy among its fields. The operation
   * checks what the policy allows.
   */
  identifyForm(request: IncomingMessage, fields: ReadonlyMap<string, string>): Identity;
  /**
   * The account of the key that a request names, whether it is signed with it or not: what a browser may read of a bucket is asked
   * for without a signature. The server's own if it names none.
   */
  claimedAccount(request: IncomingMessage): string;
  /** The same of the fields of a form. */
  claimedFormAccount(fields: ReadonlyMap<string, string>): string;
  /** Why the owner of a key may not call an operation, whatever its input is; undefined if it may. */
  refuseOperation(accessKeyId: string | undefined, operation: string): IdentityRefusal | undefined;
  /** Why the owner of a key may not do what an input asks for; undefined if it may. */
  refuseDemands(accessKeyId: string | undefined, demands: () => readonly Demand[]): IdentityRefusal | undefined;
}

export interface AuthenticatorOptions {
  readonly allowUnsigned: boolean;
  /** Region of callers that do not say one. */
  readonly region: string;
}

export function createAuthenticator(keys: KeyRing, options: AuthenticatorOptions): Authenticator {
  const secretOf = (accessKeyId: string) => keys.find(accessKeyId)?.secretAccessKey;
  const claimedAccount = (request: IncomingMessage) => keys.accountOf(claimedKey(request));
  const claimedFormAccount = (fields: ReadonlyMap<string, string>) => keys.accountOf(claimedFormKey(fields));
  return {
    admit(request, services) {
      if (options.allowUnsigned) return admitUnsigned(request);
      const head = headOf(request);
      const stated = readSignature(head, secretOf, new Date());
      if (!stated.ok) return refuse(stated.code, stated.message);
      if (hasSessionToken(head)) return refuseToken;
      if (!isOf(services, stated.service)) return otherService(services, stated.service);
      const verdict = stated.payloadHash === undefined ? undefined : verifySignature(head, stated);
      return verdict?.ok === false ? refuse(verdict.code, verdict.message) : { ok: true, stated, verdict };
    },
    admitPassword(request, demands) {
      return options.allowUnsigned ? admitUnsigned(request) : admitByPassword(keys, request, demands);
    },
    identify(request, admission, body) {
      if (!admission.ok) return admission;
      const { stated } = admission;
      if (stated === undefined)
        return {
          ok: true,
          region: statedRegion(request) ?? options.region,
          account: claimedAccount(request),
          verdict: undefined,
        };
      const bodyHash = body === undefined ? undefined : hash('sha256', body, 'hex');
      const head = headOf(request);
      const verdict =
        admission.verdict ?? verifySignature(bodyHash === undefined ? head : { ...head, bodyHash }, stated);
      if (!verdict.ok) return refuse(verdict.code, verdict.message);
      if (bodyHash !== undefined && verdict.payloadHash !== bodyHash)
        return refuse('InvalidSignatureException', 'The body is not the one that was signed.');
      return signedCaller(keys, verdict, options);
    },
    identifyForm: (request, fields) =>
      options.allowUnsigned
        ? unsignedForm(request, { region: options.region, account: claimedFormAccount(fields) })
        : signedForm(keys, fields, options),
    claimedAccount,
    claimedFormAccount,
    refuseOperation(accessKeyId, operation) {
      // Mostly there is one pair, which may do everything.
      if (!keys.isLimited || accessKeyId === undefined) return undefined;
      const pair = keys.find(accessKeyId);
      if (pair === undefined) return goneKey(accessKeyId);
      const { allow } = pair;
      if (includesAccess(allow, neededAccess(operation))) return undefined;
      return refuse(
        'AccessDeniedException',
        `The key ${accessKeyId} is allowed '${allow}': it may not call ${operation}.`,
      );
    },
    refuseDemands: (accessKeyId, demands) => refuseDemands(keys, accessKeyId, demands),
  };
}

function admitByPassword(keys: KeyRing, request: IncomingMessage, demands: () => readonly Demand[]): Admission {
  const password = readPassword(request);
  const secret = password === undefined ? undefined : keys.find(password.accessKeyId)?.secretAccessKey;
  if (password !== undefined && secret !== undefined && isSame(password.secret, secret))
    return refuseDemands(keys, password.accessKeyId, demands) ?? anyone;
  return { ok: false, status: 401, code: 'AccessDeniedException', message: passwordAdvice };
}

function unsignedForm(request: IncomingMessage, caller: Pick<KnownCaller, 'region' | 'account'>): Identity {
  const admission = admitUnsigned(request);
  return admission.ok ? { ok: true, ...caller, verdict: undefined } : admission;
}

function signedForm(keys: KeyRing, fields: ReadonlyMap<string, string>, options: AuthenticatorOptions): Identity {
  if (formHasSessionToken(fields)) return refuseToken;
  const verdict = verifyPolicySignature(fields, (accessKeyId) => keys.find(accessKeyId)?.secretAccessKey);
  return verdict.ok ? signedCaller(keys, verdict, options) : refuse(verdict.code, verdict.message);
}

/** The owner of the key that made a signature. The key may have been taken away while the body was on its way. */
function signedCaller(
  keys: KeyRing,
  verdict: Extract<SignatureVerdict, { ok: true }>,
  { region }: AuthenticatorOptions,
): Identity {
  const pair = keys.find(verdict.accessKeyId);
  if (pair === undefined) return goneKey(verdict.accessKeyId);
  // A signature of version 2 says no region.
  return { ok: true, region: verdict.region === '' ? region : verdict.region, account: pair.account, verdict };
}

const goneKey = (accessKeyId: string) =>
  refuse('UnrecognizedClientException', `The key ${accessKeyId} is not one of this server any more.`);

function refuseDemands(
  keys: KeyRing,
  accessKeyId: string | undefined,
  demands: () => readonly Demand[],
): IdentityRefusal | undefined {
  if (!keys.isLimited || accessKeyId === undefined) return undefined;
  const pair = keys.find(accessKeyId);
  if (pair === undefined) return goneKey(accessKeyId);
  const { statements } = pair;
  if (statements === undefined) return undefined;
  const refused = demands().find((demand) => !isAllowed(statements, demand));
  if (refused === undefined) return undefined;
  const { action, resource } = refused;
  return refuse(
    'AccessDeniedException',
    `The key ${accessKeyId} is not authorized to perform: ${action} on resource: ${resource}`,
  );
}

/** The identity, where it was signed for one of the services. */
export function requireService(identity: Identity, services: readonly Service[]): Identity {
  const signed = identity.ok ? identity.verdict?.service : undefined;
  return signed === undefined || isOf(services, signed) ? identity : otherService(services, signed);
}

const isOf = (services: readonly Service[], name: string) => services.some(({ signingName }) => signingName === name);

/** A client of a service that there is not here has signed rightly: the answer says that, and not that its key is wrong. */
function otherService(services: readonly Service[], signed: string): IdentityRefusal {
  if (!offeredServices.has(signed))
    return { ok: false, status: 400, code: 'UnknownOperationException', message: offeredServices.refusalOf(signed) };
  const names = services.map(({ signingName }) => signingName).join("' or '");
  return refuse('InvalidSignatureException', `Credential should be scoped to correct service: '${names}'.`);
}

const refuse = (code: string, message: string): IdentityRefusal => ({ ok: false, status: 403, code, message });

const refuseToken = refuse(sessionTokenRefusal.code, sessionTokenRefusal.message);

function headOf({ method = '', url = '', headers, rawHeaders }: IncomingMessage) {
  return { method, url, headers, rawHeaders };
}

const passwordAdvice =
  'Give an access key as the user name and its secret as the password of HTTP Basic authentication.';

/** In a time that does not reveal how much of it is right. */
function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', secret, 'buffer'));
}

/** Signatures are optional: a request that a browser sends for another page is refused. */
function admitUnsigned(request: IncomingMessage): Admission {
  const refusal = checkUnsigned(request);
  if (refusal === undefined) return { ok: true, stated: undefined, verdict: undefined };
  return { ok: false, status: refusal.status, code: 'AccessDeniedException', message: refusal.message };
}

/** The region of a signature is trusted where signatures are not checked. */
function statedRegion(request: IncomingMessage): string | undefined {
  const claimed = claimedScope(request.headers.authorization)?.region ?? '';
  return isRegionName(claimed) ? claimed : undefined;
}
