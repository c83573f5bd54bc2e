import { isUtf8 } from 'node:buffer';
import { mediaType, mediaTypeParameters } from '../../../contract/media-type.ts';
import { hasInnerReturn, headerColumns, innerReturn, readCsvHeader } from '../../csv-line.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import { refusal } from '../surfaces/refusal.ts';

const maxHeaderBytes = 1024 * 1024;

/**
 * A request of CSV that says of its first line that it names the columns (`text/csv; header=present`, RFC 4180, 3), as
 * native containers take it: names beside the rows that follow, as of a file of a transform job. Other requests come back
 * as they are; a header that cannot be read is refused. AWS's containers know no header, and refuse the parameter.
 */
export function withNamedColumns(request: ContainerRequest): ContainerRequest | ContainerAnswer {
  const { contentType, body, file } = request;
  // Nearly all requests have no parameter.
  if (contentType?.includes('=') !== true || mediaType(contentType) !== 'text/csv' || file !== undefined)
    return request;
  if (mediaTypeParameters(contentType).get('header') !== 'present') return request;
  const end = endOfLine(body.subarray(0, maxHeaderBytes));
  const line = body.subarray(0, end);
  if (end === maxHeaderBytes) return refuseHeader('is longer than 1 MB: is it one?');
  if (!isUtf8(line)) return refuseHeader('is not UTF-8');
  if (hasInnerReturn(line.toString('latin1'))) return refuseHeader(innerReturn);
  const names = readCsvHeader(line, ',');
  if (names === undefined) return refuseHeader('has broken quotes');
  const columns = headerColumns(names);
  return { ...request, contentType: 'text/csv', body: body.subarray(end), file: { isStart: true, columns } };
}

const refuseHeader = (why: string) => refusal(400, `The header line ${why}.`, { isHeader: true });

/** Behind the first line end that is not within quotes. */
function endOfLine(body: Buffer): number {
  let isQuoted = false;
  for (let at = 0; at < body.length; at++) {
    if (body[at] === 0x22) isQuoted = !isQuoted;
    else if (body[at] === 0x0a && !isQuoted) return at + 1;
  }
  return body.length;
}
