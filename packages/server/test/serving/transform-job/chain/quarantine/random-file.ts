import type { Random } from '../../../../fuzz/random.ts';

/** How files for a container are made. */
export interface FileKind {
  /** The cells of a row that it takes. */
  readonly row: (random: Random) => string[];
  readonly delimiters: readonly string[];
  /** Single lines that are bad in its own way. */
  readonly badLines?: readonly string[];
}

/** Most bytes of a file: small ones, so that what goes wrong can be looked at. */
const mostRows = 40;

/** A file of lines, most of them good: now and then all that a file can have of other widths, delimiters, quotes and bytes. */
export function randomFile(random: Random, kind: FileKind): Buffer {
  const delimiter = random.chance(0.8) ? ',' : random.pick(kind.delimiters);
  const wildness = random.pick([0, 0.03, 0.15, 0.5]);
  const end = random.chance(0.8) ? '\n' : '\r\n';
  let change: ((cells: string[]) => string[]) | undefined;
  const parts: Buffer[] = [];
  if (random.chance(0.1)) parts.push(Buffer.from('\uFEFF'));
  const rows = 1 + random.below(mostRows);
  for (let row = 0; row < rows; row++) {
    // From here on, or up to here, all rows are of another width: as two files put together.
    if (random.chance(0.02)) change = change === undefined ? random.pick([narrower, wider]) : undefined;
    const cells = kind.row(random);
    const line = random.chance(wildness)
      ? spoil(random, cells, { delimiter, kind })
      : Buffer.from((change?.(cells) ?? cells).join(delimiter));
    const isLast = row === rows - 1 && random.chance(0.2);
    parts.push(line, Buffer.from(isLast ? '' : end));
    if (random.chance(0.03)) parts.push(Buffer.from(end));
  }
  return Buffer.concat(parts);
}

const narrower = (cells: string[]) => cells.slice(0, -1);
const wider = (cells: string[]) => [...cells, '7'];

interface Style {
  readonly delimiter: string;
  readonly kind: FileKind;
}

function spoil(random: Random, cells: string[], { delimiter, kind }: Style): Buffer {
  const at = random.below(cells.length);
  const put = (cell: string) => Buffer.from(cells.toSpliced(at, 1, cell).join(delimiter));
  const old = cells[at] as string;
  const ways: readonly (() => Buffer)[] = [
    () => Buffer.from(narrower(cells).join(delimiter)),
    () => Buffer.from(wider(cells).join(delimiter)),
    () => Buffer.from(cells.slice(0, 1).join(delimiter)),
    () => put(random.pick(['x', '', 'NaN', 'inf', '-', '1e400', '1_0', '0x1', 'true', 'null'])),
    () => put(random.pick([`"${old}"`, `"${old}`, `${old}"`, '""', `"${old}" `, `"${old}"y`, '"1,5"', '"a""b"'])),
    () => put(random.pick([` ${old}`, `${old} `, ' ', `\t${old}`, `${old}\t`])),
    () => Buffer.from(cells.join(random.pick([',', ';', '\t', ' ', '|']))),
    () => Buffer.from(random.pick([' ', '  ', '\t', ',', ',,,', '"', '""', '\uFEFF', ';', 'é'])),
    () => Buffer.from(`\uFEFF${cells.join(delimiter)}`),
    () => Buffer.from(cells.map((cell) => `"${cell}"`).join(delimiter)),
    () => put('1'.repeat(2100)),
    () => Buffer.concat([Buffer.from(cells.join(delimiter)), Buffer.from([0xff, 0xfe])]),
    () => Buffer.from(random.pick(kind.badLines ?? ['x'])),
  ];
  return random.pick(ways)();
}
