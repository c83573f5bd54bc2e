/**
 * Whether a name has the form of a region's. Which regions there are is nobody's business here: a client may say any, so
 * the form is that of a host label, which is what AWS's SDKs hold it to.
 */
export function isRegionName(name: string): boolean {
  return /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(name);
}
