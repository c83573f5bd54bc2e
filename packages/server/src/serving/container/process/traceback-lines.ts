/** A longer traceback is given out in parts. */
const maxLines = 200;
/** A traceback is whole when nothing more of it has come for this long, milliseconds. */
const quietMs = 100;

/** What the line before says of the next one: frames of a traceback, its error, the blank line behind that, or a link to the next one. */
type Place = 'outside' | 'frames' | 'error' | 'gap' | 'link';

/** How one traceback leads to the next (Python's `traceback` module). */
const links = ['During handling of the above exception', 'The above exception was the direct cause'];

/**
 * Passes on what a process writes, line by line, but Python's tracebacks whole: lines of one that stand between those of
 * others cannot be read.
 */
export class TracebackLines {
  readonly #onText: (text: string) => void;
  #kept: string[] = [];
  #place: Place = 'outside';
  #timer: NodeJS.Timeout | undefined;

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  write(line: string): void {
    const next = this.#kept.length < maxLines ? follow(this.#place, line) : undefined;
    if (next === undefined) {
      this.end();
      if (!isHead(line)) return this.#onText(line);
    }
    this.#kept.push(line);
    this.#place = next ?? 'frames';
    this.#timer ??= setTimeout(() => this.end(), quietMs).unref();
    this.#timer.refresh();
  }

  /** Nothing more will come of what is kept. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const isOpen = this.#place === 'gap';
    const whole = isOpen ? this.#kept.slice(0, -1) : this.#kept;
    this.#kept = [];
    this.#place = 'outside';
    if (whole.length > 0) this.#onText(whole.join('\n'));
    if (isOpen) this.#onText('');
  }
}

const isHead = (line: string) => line.endsWith('Traceback (most recent call last):');

/** Where a line stands that belongs to the traceback; undefined if it does not. */
function follow(place: Place, line: string): Place | undefined {
  switch (place) {
    case 'outside':
      return undefined;
    case 'frames':
      return line.startsWith(' ') ? 'frames' : 'error';
    case 'error':
      return line === '' ? 'gap' : undefined;
    case 'gap':
      return links.some((link) => line.startsWith(link)) ? 'link' : undefined;
    case 'link':
      if (isHead(line)) return 'frames';
      return line === '' ? 'link' : undefined;
  }
}
