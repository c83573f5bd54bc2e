import { present } from '@catenary/scoring/internal/values';
import { findUnknownMembers } from '../../contract/find-unknown-members.ts';
import type { ServiceModel } from '../../contract/shape.ts';
import type { Logger } from '../../platform/observe/logger.ts';

/** A request whose members are looked at. */
export interface LookedAt {
  readonly model: ServiceModel;
  readonly shape: string;
  readonly operation: string;
  readonly input: unknown;
  readonly requestId: string;
}

/** The most warnings in the life of a server, so that invented names cannot fill a disk with its log. */
const most = 1_000;
/** The most characters of a name that a warning shows. */
const maxName = 200;

/** Warns once of each member that its operation does not know and that is ignored: it may be misspelt. */
export class UnknownMembers {
  readonly #log: Pick<Logger, 'warn'>;
  readonly #told = new Set<string>();

  constructor(log: Pick<Logger, 'warn'>) {
    this.#log = log;
  }

  note({ model, shape, operation, input, requestId }: LookedAt): void {
    if (this.#told.size >= most) return;
    for (const { path, nearest } of findUnknownMembers(model, shape, input)) {
      const member = path.slice(0, maxName);
      const key = `${operation} ${member.replaceAll(/\[\d+\]/g, '[]')}`;
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      this.#log.warn({ operation, member, ...present({ didYouMean: nearest }), requestId }, 'unknown member ignored');
    }
  }
}
