import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A command of a page, and what stands under it. */
export interface PageCommand {
  readonly command: string;
  readonly expected: readonly string[];
}

/** A step of a page, in its order: a file that the reader saves, or a command. */
export type PageStep = { readonly file: string; readonly content: string } | PageCommand;

/** The steps of a page: blocks behind "Save as `name`...:" are files, blocks of `console` are commands behind `$ `. */
export function stepsOf(page: string): PageStep[] {
  const steps: PageStep[] = [];
  for (const [, before = '', language, content = ''] of page.matchAll(/((?:[^\n]+\n)*)\n```(\w+)\n(.*?)```/gs)) {
    const file = /[Ss]ave as\s+`([^`]+)`[^]*:$/.exec(before.trimEnd())?.[1];
    if (language === 'console') steps.push(...commandsOf(content));
    else if (file !== undefined) steps.push({ file, content });
    // What cannot be run here stands in test/support/code-block-table.ts, with the reason.
    else if (language !== 'sh')
      throw new Error(`a block of ${language} is neither commands nor named before it: ${before}`);
  }
  return steps;
}

function commandsOf(content: string): PageCommand[] {
  return content
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...expected] = part.trimEnd().split('\n');
      return { command, expected };
    });
}

/** Lines of a page as a pattern: `…` is any text; columns of tables may be wider. */
export function patternOf(lines: readonly string[]): RegExp {
  const text = lines.join('\n').trim();
  const escaped = text
    .split('…')
    .map((part) =>
      part
        .trim()
        .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll(/ +/g, ' +')
        .replaceAll(/-{3,}/g, '-+'),
    )
    .join('[^]*');
  return new RegExp(`^\\s*${escaped}\\s*$`);
}

/** One shell, as the reader's, in a folder of its own. */
export class PageRunner {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #shell: ChildProcess;
  readonly #servers: ChildProcess[] = [];
  #output = '';
  #marks = 0;

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.#env = env;
    this.#shell = spawn('bash', ['--noprofile', '--norc'], { cwd: folder, env });
    this.#shell.stdout?.on('data', (data: Buffer) => (this.#output += data.toString()));
  }

  save(file: string, content: string): void {
    const path = join(this.#folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  /** What a command prints to both its outputs. */
  async run(command: string): Promise<string> {
    if (/^catenary serve\b/.test(command)) return this.serve(command);
    const mark = `end-of-command-${++this.#marks}`;
    this.#output = '';
    this.#shell.stdin?.write(`{ ${command}\n} 2>&1 </dev/null; printf '\\n${mark}\\n'\n`);
    await until(() => this.#output.includes(mark), this.#shell);
    return this.#output.slice(0, this.#output.indexOf(mark)).trim();
  }

  /** In a terminal of its own: what it prints until it is ready. */
  async serve(command: string): Promise<string> {
    const server = spawn('bash', ['--noprofile', '--norc', '-c', `exec ${command} 2>/dev/null`], {
      cwd: this.#folder,
      env: this.#env,
    });
    this.#servers.push(server);
    let output = '';
    server.stdout.on('data', (data: Buffer) => (output += data.toString()));
    await until(() => output.includes('ready'), server);
    return output.trim();
  }

  async close(): Promise<void> {
    this.#shell.kill();
    for (const server of this.#servers) {
      if (server.exitCode !== null) continue;
      const ended = new Promise((done) => server.once('close', done));
      server.kill();
      await ended;
    }
  }
}

/** Until it holds; rejects if the process ends before. */
async function until(holds: () => boolean, child: ChildProcess): Promise<void> {
  while (!holds()) {
    if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
