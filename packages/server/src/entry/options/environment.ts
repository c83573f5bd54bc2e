import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { containerVariables, hasOwnPrefix, jobVariables, nearestVariable } from '../../contract/variables.ts';
import { OptionError } from './option-error.ts';
import { readS3Environment, s3Variables } from './s3-stores.ts';
import { optionTable, type RawServerOptions } from './server-options.ts';

/** What only scripts and tests use. */
const scriptVariables = ['CATENARY_TEST_CACHE', 'CATENARY_PUBLIC_FIXTURES', 'CATENARY_NODE', 'CATENARY_NODE_VERSION'];

/**
 * Reads the server's own variables from the environment; an empty one counts as not set. Throws `OptionError` for a value
 * that is none of the option's, and for a name that is nearly one of ours, which is a misspelling; other names with the
 * same prefix may belong to other programs.
 */
export function readEnvironment(environment: NodeJS.ProcessEnv): RawServerOptions {
  refuseMisspelt(environment);
  const read = Object.entries(optionTable).flatMap(([option, { schema, environment: names = [] }]) => {
    const name = names.find((each) => Boolean(own(environment, each)));
    return name === undefined ? [] : [[option, schema.check(schema.parse(own(environment, name) ?? ''), [name])]];
  });
  const s3 = readS3Environment(environment);
  return { ...(Object.fromEntries(read) as RawServerOptions), ...present({ s3: s3 === undefined ? undefined : [s3] }) };
}

function refuseMisspelt(environment: NodeJS.ProcessEnv): void {
  const known = [...Object.values(optionTable).flatMap((row) => row.environment ?? []), ...s3Variables];
  for (const name of Object.keys(environment)) {
    if (!hasOwnPrefix(name) || known.includes(name) || scriptVariables.includes(name)) continue;
    const right = name.toUpperCase();
    if (containerVariables.includes(right) || jobVariables.includes(right))
      throw new OptionError(
        `${right} belongs into the environment of a ${containerVariables.includes(right) ? 'container' : 'transform job'}`,
        [name],
      );
    const nearest = nearestVariable(name, known);
    if (nearest !== undefined) throw new OptionError(`${name} is not an option; use ${nearest}`, [name]);
  }
}
