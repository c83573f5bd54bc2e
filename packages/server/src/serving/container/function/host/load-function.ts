import { pathToFileURL } from 'node:url';
import type { FunctionModule, InputForms } from '../function-module.ts';
import type { LoadedFunction } from './answer-request.ts';

const forms: readonly string[] = ['rows', 'columns', 'json', 'bytes'] satisfies readonly (keyof InputForms)[];

/** What the process of a function is started with. */
export interface HostOptions {
  readonly socket: string;
  readonly handler: string;
  readonly modelDirectory: string;
  /** Address of the library's door for CSV. */
  readonly textDoor: string;
  readonly isOnline: boolean;
}

/** Imports the module and calls its `load`. Rejects with what is wrong with it. */
export async function loadFunction({ handler, modelDirectory, textDoor }: HostOptions): Promise<LoadedFunction> {
  const door = (await import(textDoor)) as typeof import('@catenary/scoring/internal/text');
  const module = checked((await import(pathToFileURL(handler).href)) as Readonly<Record<string, unknown>>);
  const model: unknown = await module.load?.(modelDirectory);
  const usual = process.env['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT'];
  return { module, model, modelDirectory, usual, readCsv: door.readCsvCells, writeCell: door.writeCsvCell };
}

/** What it exports, by name or as its default export. */
function checked(exported: Readonly<Record<string, unknown>>): FunctionModule {
  const { default: whole } = exported;
  const found = exported['invoke'] === undefined && typeof whole === 'object' && whole !== null ? whole : exported;
  const { invoke, load, input, columns } = found as Readonly<Record<string, unknown>>;
  if (typeof invoke !== 'function') throw new Error('it exports no function invoke(input, context)');
  if (load !== undefined && typeof load !== 'function') throw new Error('its export load is no function');
  if (input !== undefined && !forms.includes(input as string))
    throw new Error(`its export input must be one of ${forms.join(', ')}`);
  if (columns !== undefined && !(Array.isArray(columns) && columns.every((name) => typeof name === 'string')))
    throw new Error('its export columns must be a list of names');
  return found as FunctionModule;
}
