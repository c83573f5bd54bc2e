import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { insideFolder } from '../../../util/inside-folder.ts';
import { readPlainFile } from '../../../util/read-plain-file.ts';
import { type RequirementLine, requirementLines } from './requirement-lines.ts';
import { type RequirementOption, requirementOptions } from './requirement-options.ts';

/** What a script needs besides its framework. */
export interface Requirements {
  /** Path of requirements.txt; undefined if there is none. */
  readonly file?: string;
  /** Hex digest of everything that the file makes pip install. */
  readonly digest: string;
}

/** One file, bytes; files in all, and how deep they may include each other. */
const maxFileBytes = 1024 * 1024;
const maxFiles = 32;
const maxDepth = 8;

/** Words that pip takes for a path, not for the name of a package. */
const archive = /\.(?:whl|zip|tar|tgz|tbz|txz|tlz|tar\.(?:gz|bz2|xz|lz|lzma))$/i;
const address = /^[a-z][a-z0-9+.-]*:/i;
/** Addresses that pip fetches. Anything else that looks like one may still be a path to it, such as `c:/../../x`. */
const remote = /^(?:[a-z]+\+)?(?:https?|ssh|git|svn|s?ftp):\/\/[^/]/i;
/** The part before the @ of `name[extra] @ address`. */
const distribution = /^[a-z0-9][\w.-]*(?:\[[^[\]]*\])?$/i;

/**
 * Finds requirements.txt beside the script and digests it, with the files it includes and those it installs. Whatever it
 * names on this machine must be in the code folder. Rejects naming file and line where it is not.
 */
export async function readRequirements(codeDirectory: string): Promise<Requirements> {
  const file = join(codeDirectory, 'requirements.txt');
  const found = await lstat(file).catch(() => undefined);
  const reading = new RequirementsReading(codeDirectory);
  if (found !== undefined) await reading.read(file, 0);
  // Blank lines and comments ask for nothing: such a script has the environment of one without the file.
  if (!reading.asks) return { digest: noDigest };
  return { file, digest: await reading.digest() };
}

const noDigest = createHash('sha256').digest('hex');

/** What has been read of one code folder. */
class RequirementsReading {
  readonly #folder: string;
  readonly #hash: Hash = createHash('sha256');
  readonly #seen = new Set<string>();
  #installsFolder = false;
  #asks = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether a line that is read asks for anything. */
  get asks(): boolean {
    return this.#asks;
  }

  async read(file: string, depth: number): Promise<void> {
    this.#seen.add(file);
    const name = relative(this.#folder, file);
    const text = await readText(file).catch((error: Error) => {
      throw new Error(`${name} cannot be read: ${error.message}.`);
    });
    this.#hash.update(`${text.length}:${text}`);
    for (const line of requirementLines(text)) {
      this.#asks = true;
      await this.#follow(line, file, depth).catch((error: Error) => {
        throw error instanceof LineError ? error : new LineError(`${name} line ${line.number}: ${error.message}.`);
      });
    }
  }

  async digest(): Promise<string> {
    if (this.#installsFolder) await digestDirectory(this.#folder, this.#hash);
    return this.#hash.digest('hex');
  }

  async #follow({ requirement, options }: RequirementLine, file: string, depth: number): Promise<void> {
    if (requirement !== '') await this.#checkRequirement(requirement);
    for (const option of requirementOptions(options)) await this.#followOption(option, file, depth);
  }

  async #followOption({ kind, value }: RequirementOption, file: string, depth: number): Promise<void> {
    if (kind === 'nothing' || kind === 'text') return;
    if (kind !== 'file' && remote.test(value)) return;
    if (kind === 'address') throw new Error(`${value} is not an http:// or https:// address`);
    if (kind === 'file') await this.#include(await this.#inside(value, dirname(file)), depth + 1);
    else await this.#installPath(value);
  }

  async #include(file: string, depth: number): Promise<void> {
    if (this.#seen.has(file)) return;
    if (depth > maxDepth) throw new Error(`files include each other more than ${maxDepth} deep`);
    if (this.#seen.size >= maxFiles) throw new Error(`more than ${maxFiles} files are included`);
    await this.read(file, depth);
  }

  async #checkRequirement(requirement: string): Promise<void> {
    const target = addressOf(requirement);
    if (remote.test(target)) return;
    if (address.test(target))
      throw new Error(`${requirement} is an address on this machine; name the path in the code folder instead`);
    refuseVariables(requirement);
    const path = withoutMarkers(requirement);
    if (path.startsWith('.') || path.includes('/') || archive.test(path)) await this.#installPath(path);
  }

  async #installPath(path: string): Promise<void> {
    await this.#inside(path.replace(/\[[^[\]]*\]$/, ''), this.#folder);
    this.#installsFolder = true;
  }

  async #inside(name: string, from: string): Promise<string> {
    // For pip it is not an address: a folder may be called `file:`.
    if (address.test(name)) throw new Error(`${name} is an address, not a path in the code folder`);
    refuseVariables(name);
    const path = await insideFolder(this.#folder, name, from);
    if (path === undefined)
      throw new Error(`${name} must be in the code folder, not outside of it, missing, or reached by a link`);
    return path;
  }
}

class LineError extends Error {}

async function readText(file: string): Promise<string> {
  const bytes = await readPlainFile(file, maxFileBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error('it is not UTF-8', { cause: error });
  }
}

/** pip replaces `${NAME}` by the variable's value before it reads the words: it would not read what is checked here. */
function refuseVariables(text: string): void {
  if (text.includes('${')) throw new Error(`${text} must not contain variables`);
}

/** The address of `name[extra] @ address`; of other words all. */
function addressOf(requirement: string): string {
  const at = requirement.indexOf('@');
  const isNamed = at !== -1 && distribution.test(requirement.slice(0, at).replaceAll(' ', ''));
  return isNamed ? requirement.slice(at + 1).trimStart() : requirement;
}

/** A path may be followed by a condition: `./lib ; python_version > "3.8"`. */
function withoutMarkers(requirement: string): string {
  const semicolon = requirement.indexOf(';');
  return (semicolon === -1 ? requirement : requirement.slice(0, semicolon)).trim();
}

async function digestDirectory(directory: string, hash: Hash): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    hash.update(path.slice(directory.length));
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  }
}
