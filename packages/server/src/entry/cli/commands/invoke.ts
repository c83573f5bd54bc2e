import { present } from '@catenary/scoring/internal/values';
import { ledgerHeader, readLedger } from '../../../contract/ledger-header.ts';
import { type ApiAnswer, ApiError } from '../api-client.ts';
import type { InvokeFlags } from '../flags/client-flags.ts';
import { askAbout } from '../server/ask-about.ts';
import { connect } from '../server/connect.ts';
import { readRequest } from '../server/read-request.ts';
import { showLedger } from '../server/show-ledger.ts';
import { showTable } from '../server/show-table.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

interface Request {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** `catenary invoke`: a file as one request; the answer as it is, or beside its rows on a terminal. */
export async function invoke(flags: InvokeFlags, name: string): Promise<void> {
  const client = await connect(flags);
  const request = await readRequest(flags);
  const path = `/endpoints/${encodeURIComponent(name)}/invocations`;
  const send = ({ headers, body }: Request) =>
    client.send({ method: 'POST', path, service: 'sagemaker', headers, body });
  if (flags.ledger === true) request.headers[ledgerHeader] = '1';
  const isAsked = flags.accept !== undefined;
  const answer = await askAbout(client, name, () => (isAsked ? send(request) : sendLeniently(request, send)));
  const ledger = readLedger(answer.header(ledgerHeader) ?? '');
  if (ledger.length > 0 && flags.json !== true) process.stderr.write(`${showLedger(ledger)}\n`);
  if (flags.output !== undefined) await writeFileAtomically(flags.output, answer.body);
  else if (flags.json === true)
    process.stdout.write(
      `${JSON.stringify({ ...describe(answer), ...present({ ledger: ledger.length > 0 ? ledger : undefined }) }, null, 2)}\n`,
    );
  else if (process.stdout.isTTY) process.stdout.write(besideRows(rowsOf(request.body, flags), answer.body));
  else process.stdout.write(answer.body);
}

/** A media type that was not asked for, and that the container does not write, is left to it. */
async function sendLeniently(request: Request, send: (request: Request) => Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await send(request);
  } catch (error) {
    const isUnacceptable = error instanceof ApiError && error.message.startsWith('Received client error (406)');
    if (!isUnacceptable) throw error;
    const { accept: _refused, ...headers } = request.headers;
    return send({ ...request, headers });
  }
}

function describe({ header, body }: ApiAnswer): object {
  return {
    variant: header('x-amzn-invoked-production-variant'),
    contentType: header('content-type'),
    requestId: header('x-amzn-requestid'),
    body: body.toString(),
  };
}

/** Rows that fit a terminal; anything else as it is. */
const mostRows = 200;

const rowsOf = (body: Buffer, { header }: InvokeFlags) => linesOf(body).slice(header === true ? 1 : 0);

function besideRows(rows: readonly string[], answer: Buffer): string {
  const answers = linesOf(answer);
  if (rows.length !== answers.length || rows.length > mostRows) return answer.toString();
  const lines = rows.map((row, at) => [String(at + 1), row, answers[at] ?? '']);
  return `${showTable([['row', 'input', 'answer'], ...lines])}\n`;
}

const linesOf = (text: Buffer) => text.toString().replace(/\n$/, '').split('\n');
