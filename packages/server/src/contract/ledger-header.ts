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
  let text = '';
  for (const { name, detail, ms } of rows) {
    const described = detail === undefined ? name : `${name};desc="${detail}"`;
    text += `${text === '' ? '' : ', '}${described};dur=${millisecondsText(ms)}`;
  }
  return text;
}

/** To the microsecond: `2.040`. A third of the time of `toFixed`, of which a request would need nine. */
function millisecondsText(ms: number): string {
  const micros = Math.round(ms * 1000);
  const rest = micros % 1000;
  return `${(micros - rest) / 1000}.${rest < 100 ? '0' : ''}${rest < 10 ? '0' : ''}${rest}`;
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
