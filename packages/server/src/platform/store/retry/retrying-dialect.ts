import type { Dialect } from 'kysely';
import type { RetryRule } from './retry-rule.ts';
import { RetryingDriver } from './retrying-driver.ts';

/** The dialect, with statements tried again as the rule says; `begin` opens its transactions. */
export function retryingDialect(dialect: Dialect, rule: RetryRule, begin: string): Dialect {
  return {
    createDriver: () => new RetryingDriver(dialect.createDriver(), rule, begin),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}
