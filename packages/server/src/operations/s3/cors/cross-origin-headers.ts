import { present } from '@catenary/scoring/internal/values';
import type { CorsRule } from '../../../platform/storage/bucket-settings.ts';
import type { CrossOriginRequest } from './find-cors-rule.ts';

/** What lets a browser know that the page may read the answer by the rule. */
export function crossOriginHeaders(rule: CorsRule, { origin, headers }: CrossOriginRequest): Record<string, string> {
  const isAny = rule.origins.includes('*');
  return {
    'access-control-allow-origin': isAny ? '*' : origin,
    'access-control-allow-methods': rule.methods.join(', '),
    ...present({
      'access-control-allow-credentials': isAny ? undefined : 'true',
      'access-control-allow-headers': headers.length === 0 ? undefined : headers.join(', '),
      'access-control-expose-headers': rule.exposed.length === 0 ? undefined : rule.exposed.join(', '),
      'access-control-max-age': rule.maxAge === undefined ? undefined : String(rule.maxAge),
    }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
