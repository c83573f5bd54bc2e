/** The header that asks for the ledger of a request, and gives it. */
export const ledgerHeader = 'x-catenary-ledger';

/** Where the time of a request went: one row of the ledger, milliseconds. */
export interface LedgerRow {
  readonly name: string;
  readonly detail?: string | undefined;
  readonly ms: number;
}

/** Rows as the value of the header, in the form of Server-Timing (W3C): `read;dur=0.031, container-1;desc="a";dur=0.2`. */
export function writeLedger(rows: readonly LedgerRow[]): string {
  return rows
    .map(({ name, detail, ms }) => `${name}${detail === undefined ? '' : `;desc="${detail}"`};dur=${ms.toFixed(3)}`)
    .join(', ');
}

/** The rows of such a value; what is in another form is left out. */
export function readLedger(value: string): LedgerRow[] {
  return value.split(', ').flatMap((row) => {
    const [name = '', ...parameters] = row.split(';');
    const valueOf = (key: string) => parameters.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1);
    const ms = Number(valueOf('dur'));
    return Number.isNaN(ms) ? [] : [{ name, detail: valueOf('desc')?.replaceAll('"', ''), ms }];
  });
}
