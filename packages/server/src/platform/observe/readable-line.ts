import { styleText } from 'node:util';
import { own } from '@catenary/scoring/internal/names';
import { pino } from 'pino';

interface Entry {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  /** What a container wrote: one line, or several that belong together. */
  readonly line?: string;
  readonly err?: { readonly stack?: string; readonly message?: string };
  readonly [key: string]: unknown;
}

const colours: Readonly<Record<string, 'red' | 'yellow'>> = { error: 'red', warn: 'yellow' };

/**
 * A line of the log for people: `12:03:55 warn  request failed  endpoint=diamonds row=3 reason="..."`. A text of several
 * lines stands below it. Control characters are escaped: containers and clients choose some texts.
 */
export function readableLine(json: string, isColoured: boolean): string {
  const { level, time, msg = '', line, err, ...rest } = JSON.parse(json) as Entry;
  const label = pino.levels.labels[level] ?? '';
  const colour = isColoured ? own(colours, label) : undefined;
  const padded = label.padEnd(5);
  const parts = [
    `${new Date(time).toISOString().slice(11, 19)} ${colour === undefined ? padded : styleText(colour, padded, { validateStream: false })} ${escaped(msg)} `,
    ...Object.entries(rest).map(([key, value]) => `${key}=${shortOf(value)}`),
  ];
  const said = line ?? err?.stack ?? err?.message;
  if (said === undefined) return `${parts.join(' ')}\n`;
  const [first = '', ...others] = said.split('\n').map(escaped);
  return `${[`${parts.join(' ')} | ${first}`, ...others.map((text) => `    ${text}`)].join('\n')}\n`;
}

function shortOf(value: unknown): string {
  return typeof value === 'string' && /^[\w./:-]+$/.test(value) ? value : escaped(JSON.stringify(value));
}

const escaped = (text: string) =>
  text.replaceAll(/\p{Cc}/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
