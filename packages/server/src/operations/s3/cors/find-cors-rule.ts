import type { CorsRule } from '../../../platform/storage/bucket-settings.ts';
import { matchesGlob } from '../../../util/matches-glob.ts';

/** What a browser says of a request that a page of another origin makes. */
export interface CrossOriginRequest {
  readonly origin: string;
  readonly method: string;
  /** Names of its headers, in lower case. */
  readonly headers: readonly string[];
}

/** The first rule that allows all of a request. Source: S3 User Guide, "How does Amazon S3 evaluate the CORS configuration on a bucket?" */
export function findCorsRule(rules: readonly CorsRule[], asked: CrossOriginRequest): CorsRule | undefined {
  return rules.find(
    ({ origins, methods, headers }) =>
      origins.some((glob) => matchesGlob(glob, asked.origin)) &&
      methods.includes(asked.method) &&
      asked.headers.every((name) => headers.some((glob) => matchesGlob(glob, name))),
  );
}
