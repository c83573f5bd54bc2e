import { alignColumns } from '../align-columns.ts';
import type { LoadChart } from './load-chart.ts';

/** The first line of a chart for a terminal: one bar for each place, the longest of `width` characters. */
export function drawBars({ title, labels, lines }: LoadChart, width = 50): string {
  const [{ name, values } = { name: '', values: [] }] = lines;
  const most = Math.max(...values);
  const rows = labels.map((label, at) => {
    const value = values[at] ?? 0;
    const length = most > 0 ? Math.max(1, Math.round((value / most) * width)) : 0;
    return [label, `${'█'.repeat(length)} ${value.toFixed(3)}`];
  });
  return [`${title} (${name})`, ...alignColumns(rows).lines].join('\n');
}
