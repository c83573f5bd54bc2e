import type { IncomingMessage } from 'node:http';
import { claimedScope } from './claimed-scope.ts';

/** The form of AWS Query as a query of GET, without what signs it; undefined: it is no such request of these services. */
export function queryGet(
  { method, url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  services: ReadonlySet<string>,
): URLSearchParams | undefined {
  if (method !== 'GET' || !url.startsWith('/?')) return undefined;
  const form = new URLSearchParams(url.slice(2));
  const credential = form.get('X-Amz-Credential');
  const scope = claimedScope(credential === null ? headers.authorization : `Credential=${credential}`);
  if (!form.has('Action') || scope === undefined || !services.has(scope.service)) return undefined;
  return new URLSearchParams([...form].filter(([name]) => !name.startsWith('X-Amz-')));
}
