import { defined } from '@catenary/scoring/internal/values';
import type { LoadChart } from './load-chart.ts';

const size = { width: 720, height: 400 };
const margin = { left: 70, right: 20, top: 50, bottom: 60 };
const plot = { width: size.width - margin.left - margin.right, height: size.height - margin.top - margin.bottom };
const colours = ['#b3261e', '#1a5fb4', '#26734d'];
const gridLines = 4;

/** A chart as a file of SVG: lines over even places, from 0 to the largest value. */
export function drawSvg({ title, labels, axis, lines }: LoadChart): string {
  const most = Math.max(...lines.flatMap(({ values }) => values)) || 1;
  const x = (at: number) =>
    margin.left + (labels.length === 1 ? plot.width / 2 : (at / (labels.length - 1)) * plot.width);
  const y = (value: number) => margin.top + plot.height * (1 - value / most);
  const grid = Array.from({ length: gridLines + 1 }, (_none, at) => (most * at) / gridLines).map((value) =>
    [
      `<path d="M${margin.left} ${round(y(value))}h${plot.width}" stroke="#ddd"/>`,
      text(value.toPrecision(3), { x: margin.left - 8, y: y(value) + 4, anchor: 'end' }),
    ].join(''),
  );
  const places = labels.map((label, at) =>
    text(label, { x: x(at), y: margin.top + plot.height + 20, anchor: 'middle' }),
  );
  const drawn = lines.map(({ name, values }, at) => {
    const colour = defined(colours[at % colours.length]);
    const points = values.map((value, place) => `${round(x(place))},${round(y(value))}`).join(' ');
    const legend = { x: margin.left + at * 180, y: 40, anchor: 'start', colour };
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>${text(name, legend)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    text(title, { x: margin.left, y: 20, anchor: 'start' }),
    ...grid,
    ...places,
    text(axis, { x: margin.left + plot.width / 2, y: size.height - 12, anchor: 'middle' }),
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: string;
  readonly colour?: string;
}

function text(words: string, { x, y, anchor, colour = '#222' }: TextPlace): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${colour}">${escaped(words)}</text>`;
}

const round = (value: number) => String(Math.round(value * 10) / 10);

const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
