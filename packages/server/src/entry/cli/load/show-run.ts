import { showTable } from '../server/show-table.ts';
import type { LoadFigures } from './load-tally.ts';
import { showRate } from './show-rate.ts';

/** What one run was like, without its times. */
export function showRun({ seconds, requests, failed, unsent, perSecond, errors }: LoadFigures): string {
  const told = [
    `${requests} requests in ${seconds.toFixed(1)} s, ${showRate(perSecond)} answers a second, ${failed} failed`,
    ...(unsent === 0 ? [] : [`${unsent} requests were due and could not be sent: too many were under way`]),
  ];
  return [told.join('\n'), ...(errors.length === 0 ? [] : [showErrors(errors)])].join('\n\n');
}

function showErrors(errors: LoadFigures['errors']): string {
  const rows = errors.map(({ status, container, count, example }) => [
    status === 0 ? 'no answer' : String(status),
    container ?? '',
    String(count),
    example.replaceAll(/\s+/g, ' '),
  ]);
  return showTable([['status', 'container', 'requests', 'for example'], ...rows], 110);
}
