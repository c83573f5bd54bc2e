import { present } from '@catenary/scoring/internal/values';
import { Kysely, PostgresDialect } from 'kysely';
import type { Logger } from '../../observe/logger.ts';
import { isLostConnection, wasNeverSent } from '../is-store-outage.ts';
import type { RetryRule } from '../retry/retry-rule.ts';
import { retryingDialect } from '../retry/retrying-dialect.ts';
import { StoreUnreachableError } from '../store-unreachable-error.ts';
import type { Tables } from '../tables.ts';
import { withoutPassword } from '../without-password.ts';

/** Connections that one server takes at most. */
const maxConnections = 8;
/** A database that does not answer fails a request, it does not hold it. */
const timeouts = { connectionTimeoutMillis: 5000, statement_timeout: 10_000, query_timeout: 10_000 };
export interface PostgresOptions {
  /** Time after which others may take up what this server was doing, milliseconds. */
  readonly leaseMs: number;
  /** Schema that tables are in. Absent: the one that the address says. */
  readonly schema?: string;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * A server that is paused within a transaction holds the locks of its rows, that of its lease among them: the database
 * ends such a session, so that others can continue.
 */
const maxIdleInTransactionMs = 5000;
/** Type number of `bigint` in PostgreSQL's catalogue. */
const int8 = 20;

/**
 * Opens a PostgreSQL database by its address (`postgres://user:password@host:port/database`). `pg` is loaded here: a
 * server with a store of its own does without. Throws `StoreUnreachableError`, without the password.
 */
export async function openPostgres(url: string, { leaseMs, schema, log }: PostgresOptions): Promise<Kysely<Tables>> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: 'catenary',
    keepAlive: true,
    ...present({ options: schema === undefined ? undefined : `-c search_path=${schema}` }),
    ...timeouts,
    idle_in_transaction_session_timeout: Math.min(leaseMs, maxIdleInTransactionMs),
    // Times, counts and fencing numbers: all far below 2^53.
    types: {
      getTypeParser: (type, format) => (type === int8 ? Number : pg.types.getTypeParser(type, format)),
    },
  });
  // A connection that breaks is replaced by the next query. One that breaks between two statements of a transaction
  // would end the process without a listener; the pool reports those of idle connections too, which is one report too many.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ reason: error.message }, 'a connection to the store was lost'));
  });
  pool.on('error', () => undefined);
  try {
    const client = await pool.connect();
    client.release();
  } catch (error) {
    await pool.end();
    throw new StoreUnreachableError(
      `The store at ${withoutPassword(url)} cannot be opened: ${reasonOf(error)}; start it, or mend its address (store, CATENARY_STORE_URL).`,
    );
  }
  return new Kysely<Tables>({ dialect: retryingDialect(new PostgresDialect({ pool }), retryRule, 'begin') });
}

/**
 * After a restart of the database every connection of the pool may be broken without the pool's knowledge. It is not
 * known whether a statement was carried out if its answer was lost: one that writes is tried again only if it was never
 * sent.
 */
const retryRule: RetryRule = async ({ error, isHarmless, tries }) => {
  const mayRepeat = isLostConnection(error) && (isHarmless || wasNeverSent(error));
  return mayRepeat && tries <= maxConnections ? 'other connection' : undefined;
};

/** A refused connection to a name with several addresses comes as several errors, with no message of its own. */
function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message === undefined || message === '' ? String(code ?? error) : message;
}
