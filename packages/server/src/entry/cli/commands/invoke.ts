import { askAbout } from '../server/ask-about.ts';
import { connect, type ServerFlags } from '../server/connect.ts';
import { type RequestFlags, readRequest } from '../server/read-request.ts';
import { showTable } from '../server/show-table.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

interface InvokeFlags extends ServerFlags, RequestFlags {
  readonly output?: string;
}

/** `catenary invoke`: a file as one request; the answer as it is, or beside its rows on a terminal. */
export async function invoke(flags: InvokeFlags, name: string): Promise<void> {
  const client = await connect(flags);
  const { body, headers } = await readRequest(flags);
  const path = `/endpoints/${encodeURIComponent(name)}/invocations`;
  const answer = await askAbout(client, name, () =>
    client.send({ method: 'POST', path, service: 'sagemaker', headers, body }),
  );
  if (flags.output !== undefined) await writeFileAtomically(flags.output, answer.body);
  else if (process.stdout.isTTY) process.stdout.write(besideRows(rowsOf(body, flags), answer.body));
  else process.stdout.write(answer.body);
}

/** Rows that fit a terminal; anything else as it is. */
const mostRows = 200;

function besideRows(rows: readonly string[], answer: Buffer): string {
  const answers = linesOf(answer);
  if (rows.length !== answers.length || rows.length > mostRows) return answer.toString();
  const lines = rows.map((row, at) => [String(at + 1), row, answers[at] ?? '']);
  return `${showTable([['row', 'input', 'answer'], ...lines])}\n`;
}

const rowsOf = (input: Buffer, { header }: RequestFlags) => linesOf(input).slice(header === true ? 1 : 0);

const linesOf = (text: Buffer) => text.toString().replace(/\n$/, '').split('\n');
