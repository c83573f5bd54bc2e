import { own } from '@catenary/scoring/internal/names';
import { invalidInput } from './invalid-input.ts';
import type { Arguments } from './job-definition.ts';

/** Names and values together, bytes (AWS Glue developer guide, "Using job parameters in AWS Glue jobs"). */
const maxBytes = 260 * 1024;

/** Arguments that ask for what there is not here, and what to do instead. */
const refused: Readonly<Record<string, string>> = {
  '--class': 'is not offered: scripts are Python',
  '--additional-python-modules':
    "is not offered: install the modules into the Python of the server's Spark, or give them by --extra-py-files",
  '--python-modules-installer-option': 'is not offered: no module is installed for a run',
};

/** Throws `ServiceError` (InvalidInputException). */
export function checkArguments(given: Arguments = {}): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(given)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    const why = own(refused, name);
    if (why !== undefined) throw invalidInput(`The argument ${name} ${why}.`);
  }
  if (bytes > maxBytes) throw invalidInput('Request size limit exceeded');
  const language = given['--job-language'] ?? 'python';
  if (language !== 'python')
    throw invalidInput(`--job-language must be python: this server runs no ${language.slice(0, 40)}.`);
}
