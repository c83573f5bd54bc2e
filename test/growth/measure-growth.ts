import { type HostileText, textOf } from './hostile-texts.ts';
import type { GrowingParser } from './parsers.ts';

/** Characters of the smaller text: little enough to be quick, and enough for the square to show. */
export const usualLength = 10_000;
/**
 * Milliseconds of CPU below which nothing can be measured, nor need be: what grows with the square takes far longer.
 */
const quickMs = 40;
/** Four times the text takes four times as long where time is linear, and sixteen times where it is not. */
const most = 9;

async function cpuMs(parser: GrowingParser, text: string): Promise<number> {
  const before = process.cpuUsage();
  try {
    await parser.run(text);
  } catch {
    // Hostile texts are mostly refused.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Undefined where time is linear; else the milliseconds for a text and for one four times as long. */
export async function measureGrowth(
  parser: GrowingParser,
  text: HostileText,
  wanted = usualLength,
): Promise<[number, number] | undefined> {
  const length = Math.min(wanted, Math.floor((parser.longest ?? Infinity) / 4) - 100);
  const [small, large] = [textOf(text, length), textOf(text, 4 * length)];
  let found: [number, number] | undefined;
  for (let attempt = 0; attempt < 3; attempt++) {
    const long = await cpuMs(parser, large);
    if (long < quickMs) return undefined;
    const short = await cpuMs(parser, small);
    // A short time is mostly noise.
    if (long < most * Math.max(short, 2)) return undefined;
    found = [short, long];
  }
  return found;
}
