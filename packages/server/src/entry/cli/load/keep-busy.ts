import type { LoadFigures, LoadTally } from './load-tally.ts';
import type { Send } from './offer-load.ts';

/**
 * A closed load: a fixed number of requests at a time, each the moment the one before it was answered. It shows what an endpoint can
 * do. It does not show how long callers with a pace of their own would have waited.
 */
export function keepBusy(
  send: Send,
  { count, seconds }: { readonly count: number; readonly seconds: number },
  tally: LoadTally,
): Promise<LoadFigures> {
  const since = performance.now();
  const until = since + seconds * 1000;
  let outstanding = count;
  return new Promise((resolve) => {
    const ask = () => {
      const sent = performance.now();
      if (sent >= until) {
        outstanding--;
        if (outstanding === 0) resolve(tally.figures((sent - since) / 1000));
        return;
      }
      send((outcome) => {
        tally.add(outcome, sent, sent);
        // What fails at once must not keep everything else from its turn.
        if (outcome.status === 0) setTimeout(ask, 1);
        else ask();
      });
    };
    for (let at = 0; at < count; at++) ask();
  });
}
