import { maxSessions, readSessionId } from '../../container/dispatch/sessions.ts';
import type { ContainerAnswer } from '../../container/payload.ts';
import type { Handler } from '../../invocation/handler.ts';
import type { Invocation } from '../../invocation/invocation.ts';

/** Which variant of several began a session: its later requests go there, whatever the weights are. */
export class SessionVariants {
  readonly #variants = new Map<string, string>();

  /** Undefined for a session that no variant here began. */
  variantOf(sessionId: string | undefined): string | undefined {
    return sessionId === undefined ? undefined : this.#variants.get(sessionId);
  }

  /** A handler that notes the sessions that its answers begin. */
  noting(next: Handler<Invocation>): Handler<Invocation> {
    const note = (answer: ContainerAnswer, { route }: Invocation) => {
      if (answer.sessionId === undefined || route === undefined) return answer;
      const { id } = readSessionId(answer.sessionId);
      this.#variants.delete(id);
      this.#variants.set(id, route.variant.name);
      const [oldest] = this.#variants.size > maxSessions ? this.#variants.keys() : [];
      if (oldest !== undefined) this.#variants.delete(oldest);
      return answer;
    };
    return (invocation) => {
      const answer = next(invocation);
      return answer instanceof Promise ? answer.then((settled) => note(settled, invocation)) : note(answer, invocation);
    };
  }
}
