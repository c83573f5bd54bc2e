import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { toHeaderText } from '../../contract/header-text.ts';

/**
 * Writes status and headers, whatever the headers contain: Node throws on text that is not valid in a header, and such
 * text may come from a store that others wrote. Only then are the headers searched, and invalid characters replaced.
 */
export function writeHead(response: ServerResponse, status: number, headers: OutgoingHttpHeaders): void {
  try {
    response.writeHead(status, headers);
  } catch (error) {
    if (response.headersSent) throw error;
    response.writeHead(status, withValidValues(headers));
  }
}

function withValidValues(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, OutgoingHttpHeader][] => {
    if (value === undefined || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return [];
    return [[name, Array.isArray(value) ? value.map(toHeaderText) : toHeaderText(String(value))]];
  });
  return Object.fromEntries(kept);
}
