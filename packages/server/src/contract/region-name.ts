/**
 * Whether a name has the form of a region's. A client may name any region, so there is no list of them: the form is
 * that of a host label, which AWS's SDKs check too.
 */
export function isRegionName(name: string): boolean {
  return /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(name);
}
