import { SaxesParser } from 'saxes';
import { expect, it } from 'vitest';
import { drawBars } from '../../../src/entry/cli/load/draw-bars.ts';
import { drawSvg } from '../../../src/entry/cli/load/draw-svg.ts';

const chart = {
  title: 'a & b <c>',
  labels: ['100', '200'],
  axis: 'requests a second',
  lines: [
    { name: 'p99', values: [2, 8] },
    { name: 'p50', values: [1, 4] },
  ],
};

it('drawBars draws the first line, the longest bar as wide as the chart', () => {
  // 2 of 8 is a quarter of 20 characters.
  expect(drawBars(chart, 20)).toBe(`a & b <c> (p99)\n100  ${'█'.repeat(5)} 2.000\n200  ${'█'.repeat(20)} 8.000`);
});

it('drawBars draws no bar for nothing', () => {
  expect(drawBars({ ...chart, lines: [{ name: 'p99', values: [0, 0] }] })).toContain('100   0.000');
});

it('drawSvg writes XML with one line for each name, higher values above lower ones', () => {
  const found: Record<string, string>[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => found.push({ name, ...attributes }));
  parser.write(drawSvg(chart)).close();
  const lines = found.filter(({ name }) => name === 'polyline').map(({ points }) => points);
  // From 70 to 700 across; 50 is the top (8), 340 the bottom (0): 2 is at 340 - 290 / 4 = 267.5.
  expect(lines).toEqual(['70,267.5 700,50', '70,303.8 700,195']);
});
