/**
 * The path of a target in absolute form, `http://host/path`, if it names the host that the Host header does; undefined
 * for any other target.
 */
export function withoutAuthority(target: string, host: string | undefined): string | undefined {
  const match = /^https?:\/\/([^/?#]+)(.*)$/is.exec(target);
  if (match === null || match[1]?.toLowerCase() !== host?.toLowerCase()) return undefined;
  const rest = match[2] as string;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
