import { optionFlags } from '../../options/flags.ts';
import { wholeNumber } from '../../options/schema/number.ts';
import { declareFlag } from './declare-flag.ts';
import { duration } from './duration.ts';
import type { FlagsOf } from './flag.ts';
import { mediaTypeFlag } from './media-type.ts';
import { requestFlags } from './request-flags.ts';
import { serverFlags } from './server-flags.ts';

/** Requests a second that `catenary load` sends at most. */
export const maxPerSecond = 100_000;

/** Flags of the commands that ask a running server, but for those that have none besides `serverFlags`. */
export const clientFlags = {
  env: { ...optionFlags('data'), json: serverFlags.json },
  deploy: { ...serverFlags, wait: declareFlag.not('--no-wait', 'end as soon as the endpoint is asked for') },
  invoke: {
    ...requestFlags,
    ...serverFlags,
    output: declareFlag.text('--output <file>', 'where the answer goes', 'standard output'),
    ledger: declareFlag.switch('--ledger', 'print to standard error where the time of the request went'),
  },
  trace: { ...requestFlags, ...serverFlags },
  load: {
    ...serverFlags,
    rows: declareFlag.required(
      declareFlag.text('--rows <file>', 'each line is one request, in turn (JSON: the whole file)'),
    ),
    contentType: mediaTypeFlag('--content-type <type>', 'media type of the rows', 'by the file name'),
    accept: mediaTypeFlag('--accept <type>', 'media type wanted'),
    rate: declareFlag.value(
      '--rate <n>',
      'requests a second, sent whatever becomes of those before',
      wholeNumber({ from: 1, to: maxPerSecond }),
    ),
    connections: declareFlag.value(
      '--connections <n>',
      'requests at a time, each when the one before it was answered',
      wholeNumber({ from: 1, to: 1_024 }),
    ),
    duration: {
      ...declareFlag.value('--duration <s>', 'seconds', wholeNumber({ from: 1, to: 3_600 })),
      defaultText: '10, with --find-knee 5 for each rate',
    },
    findKnee: declareFlag.switch(
      '--find-knee',
      'try rising rates for the highest that is held; --rate is then the load to plan for',
    ),
    svg: declareFlag.text('--svg <file>', 'draw the times into a file'),
  },
  logs: {
    ...serverFlags,
    follow: declareFlag.switch('-f, --follow', 'go on with new lines'),
    since: declareFlag.value('--since <time>', 'only lines of the last 90s, 10m, 2h, 1d', duration),
    container: declareFlag.text('--container <container>', 'only lines of this container: 2, or its hostname'),
  },
};

export type EnvFlags = FlagsOf<typeof clientFlags.env>;
export type DeployFlags = FlagsOf<typeof clientFlags.deploy>;
export type InvokeFlags = FlagsOf<typeof clientFlags.invoke>;
export type TraceFlags = FlagsOf<typeof clientFlags.trace>;
export type LoadFlags = FlagsOf<typeof clientFlags.load>;
export type LogsFlags = FlagsOf<typeof clientFlags.logs>;
