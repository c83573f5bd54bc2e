/** What a request says that it is signed for; it is not verified. */
export interface ClaimedScope {
  readonly region: string;
  readonly service: string;
}

/** The scope of a signature, `Credential=<key>/<date>/<region>/<service>/...`; undefined if there is none. */
export function claimedScope(authorization = ''): ClaimedScope | undefined {
  const at = authorization.indexOf('Credential=');
  if (at < 0) return undefined;
  const [, date = '', region = '', service] = authorization.slice(at).split('/', 4);
  return service !== undefined && /^\d{8}$/.test(date) ? { region, service } : undefined;
}
