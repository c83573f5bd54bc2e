import { hourMs } from '../../platform/metrics/metric.ts';

/** A duration of ISO 8601 in milliseconds, `-PT1H30M`; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const found = /^(-)?P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/.exec(text);
  if (found === null || !/\d[A-Z]$/.test(text)) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = found;
  const total = (Number(days) * 24 + Number(hours)) * hourMs + Number(minutes) * 60_000 + Number(seconds) * 1000;
  return sign === '-' ? 0 - total : total;
}
