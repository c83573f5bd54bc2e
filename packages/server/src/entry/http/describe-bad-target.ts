/**
 * Why a path is refused, if it is. APIs with fixed paths refuse dot segments. S3 refuses only a path that climbs out of
 * its root: its keys may hold dot segments, and are signed and kept as they are.
 */
export function describeBadTarget(target: string): string | undefined {
  if (target.includes('#')) return 'The request target has a fragment.';
  if (!target.includes('/.') && !target.startsWith('//')) return undefined;
  const path = target.split('?', 1)[0] as string;
  const isFixed = path.startsWith('/_catenary/') || path.startsWith('/endpoints/');
  const segments = path.split('/').slice(1);
  if (isFixed && segments.some((segment) => segment === '.' || segment === '..'))
    return 'The path has dot segments: send it without.';
  let depth = 0;
  for (const segment of segments) {
    if (segment === '..') depth--;
    else if (segment !== '' && segment !== '.') depth++;
    if (depth < 0) return 'The path climbs out of its root.';
  }
  return undefined;
}
