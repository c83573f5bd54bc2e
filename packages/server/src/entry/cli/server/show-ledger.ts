import type { LedgerRow } from '../../../contract/ledger-header.ts';
import { showTable } from './show-table.ts';

/** Where the time of a request went, with the share of each part. */
export function showLedger(rows: readonly LedgerRow[]): string {
  const whole = rows.find(({ name }) => name === 'whole')?.ms ?? 0;
  const lines = rows.map(({ name, detail, ms }) => [
    detail === undefined ? name : `${name} ${detail}`,
    `${ms.toFixed(3)} ms`,
    whole > 0 ? `${((ms / whole) * 100).toFixed(1)} %` : '',
  ]);
  return showTable([['part', 'time', 'share'], ...lines]);
}
