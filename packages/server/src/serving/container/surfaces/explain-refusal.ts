import { csvAdvice, foreignFormat, jsonAdvice, looksLikeText } from '@catenary/scoring/internal/text';
import { mediaType } from '../../../contract/media-type.ts';
import { whyNotUtf8 } from '../../../util/why-not-utf8.ts';
import { type ContainerAnswer, type ContainerRequest, isSuccess, type Payload } from '../payload.ts';
import { refusal } from './refusal.ts';

/** Types whose bodies are no text. A request without a type is taken for text, as native containers do. */
const binary = /^application\/(x-npy|octet-stream|x-parquet|x-recordio-protobuf)$|^recordio-protobuf$|^parquet$/;

/** Types whose bodies are text, whatever container reads them. */
const text = /csv|json|libsvm|^text\//;

/**
 * The refusal of a body that is to be text and is not: read as UTF-8 it might be answered all the same, with cells of it
 * wrong. What other formats begin with is looked for at the beginning alone.
 */
export function refuseForeignBody({ body, contentType }: Payload): ContainerAnswer | undefined {
  const asked = mediaType(contentType);
  const foreign = foreignFormat(body);
  if (foreign !== undefined && !binary.test(asked ?? '')) {
    const message = `The body is not ${asked ?? 'text'} in UTF-8: it is ${foreign.found}. To have it read, ${foreign.advice}.`;
    return refusal(400, message, { row: 0 });
  }
  if (asked !== undefined && !text.test(asked)) return undefined;
  const problem = whyNotUtf8(body);
  if (problem === undefined) return undefined;
  return refusal(400, `The body is not ${asked ?? 'text'} in UTF-8: ${problem}`);
}

/** A refusal with what is known of the body that would explain it. */
export function explainRefusal(answer: ContainerAnswer, request: ContainerRequest): ContainerAnswer {
  if (isSuccess(answer) || answer.status >= 500 || answer.contentType?.startsWith('text/') !== true) return answer;
  const said = answer.body.toString('utf8');
  const advice = adviceAbout(request) || headerAdvice(answer, request);
  // What an error says of a cell is more exact.
  if (advice === '' || /decimal comma|byte order mark|are separated by/.test(said)) return answer;
  return { ...answer, body: Buffer.from(`${said}${/[.:]$/.test(said) ? '' : '.'}${advice}`) };
}

function adviceAbout({ body, contentType }: Payload): string {
  const type = mediaType(contentType) ?? '';
  if (type.endsWith('recordio-protobuf')) return recordIoAdvice(body);
  const start = () => body.toString('utf8', 0, 4096);
  if (type.includes('csv')) return csvAdvice(start());
  return type.includes('json') ? jsonAdvice(start()) : '';
}

/** Rows behind the first that are looked at: cells may be missing in some. */
const rowsBelow = 20;

/** A first row of CSV that is refused for a word that only it has where the rows below have a number is likely a header. */
function headerAdvice({ place }: ContainerAnswer, { body, contentType, file }: ContainerRequest): string {
  if (place?.row !== 0 || typeof place.value !== 'string' || file !== undefined) return '';
  if (mediaType(contentType)?.includes('csv') !== true) return '';
  const [first = [], ...others] = body
    .toString('utf8', 0, 4096)
    .split(/\r?\n/, rowsBelow + 1)
    .map((line) => line.split(','));
  const at = first.indexOf(place.value);
  const cells = others.filter(({ length }) => length === first.length).map((row) => row[at]?.trim() ?? '');
  const below = cells.find((cell) => cell !== '');
  if (below === undefined || Number.isNaN(Number(below))) return '';
  return ' If the first row names the columns, send it as text/csv; header=present (catenary invoke --header).';
}

function recordIoAdvice(body: Buffer): string {
  const foreign = foreignFormat(body);
  if (foreign !== undefined) return foreign.name === 'RecordIO' ? '' : ` It is ${foreign.found}.`;
  if (isBareRecord(body))
    return ' It is a record without its framing, as a transform job sends it with SplitType RecordIO and BatchStrategy SingleRecord: use MultiRecord.';
  if (!looksLikeText(body)) return '';
  return ' It looks like text: send it as what it is, such as text/csv; in a transform job, with SplitType Line.';
}

/**
 * A message of aialgs.data.Record, as between the frames of RecordIO: near its beginning is the key of a map entry, `values`.
 * (Its reader would bring its library into every command.)
 */
const isBareRecord = (body: Buffer) => body[0] === 0x0a && body.subarray(0, 64).includes('\n\u0006values');
