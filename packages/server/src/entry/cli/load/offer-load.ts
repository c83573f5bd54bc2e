import type { Outcome } from './load-sender.ts';
import type { LoadFigures, LoadTally } from './load-tally.ts';
import { dueAt, requestsOf, type Schedule } from './schedule.ts';

export type Send = (done: (outcome: Outcome) => void) => void;

/** Requests under way at a time, at most; those that are due meanwhile wait, and their waiting counts. */
export const maxOutstanding = 256;

/** So near to the next request no timer is set: its milliseconds are too coarse. */
const nearMs = 2;

/**
 * An open load: each request is sent when it is due, and its time is counted from then, also where it had to wait for the
 * answers of others. A server that stalls so shows in the figures, and not in requests that were never sent. After the last
 * one is due, answers are waited for as long again, ten seconds at most.
 */
export function offerLoad(send: Send, schedule: Schedule, tally: LoadTally): Promise<LoadFigures> {
  const total = requestsOf(schedule);
  const since = performance.now();
  const lastMs = (schedule.seconds + Math.min(schedule.seconds, 10)) * 1000;
  let asked = 0;
  let outstanding = 0;
  let isOver = false;
  const pump = () => {
    while (!isOver && asked < total && outstanding < maxOutstanding) {
      const due = since + dueAt(asked, schedule);
      const now = performance.now();
      if (due > now) return;
      asked++;
      outstanding++;
      send((outcome) => {
        outstanding--;
        if (!isOver) tally.add(outcome, due, now);
        pump();
      });
    }
  };
  return new Promise((resolve) => {
    const turn = () => {
      pump();
      const elapsed = performance.now() - since;
      isOver = (asked === total && outstanding === 0) || elapsed > lastMs;
      if (isOver) {
        for (let at = 0; at < outstanding; at++) tally.addUnanswered();
        // The last request is due before the time is over.
        resolve(tally.figures(Math.max(schedule.seconds, elapsed / 1000), total - asked));
      } else if (outstanding < maxOutstanding && asked < total && dueAt(asked, schedule) - elapsed < nearMs)
        setImmediate(turn);
      else setTimeout(turn, 1);
    };
    turn();
  });
}
