import { own } from '@catenary/scoring/internal/names';
import { builtInKinds, type ImageRule } from '../../serving/container/images.ts';
import { isAddress } from './is-address.ts';
import { isVariableName } from './is-variable-name.ts';
import { OptionError } from './option-error.ts';
import { boolean } from './schema/boolean.ts';
import { choice } from './schema/choice.ts';
import { list } from './schema/list.ts';
import { wholeNumber } from './schema/number.ts';
import { record } from './schema/record.ts';
import { file, text } from './schema/text.ts';
import { textMap } from './schema/text-map.ts';

const absolutePath = text({ must: 'an absolute path', test: (path) => path.startsWith('/') });

/** Headers that say how a message is sent, or that are the contract's own. */
const ownHeaders =
  /^(?:host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|content-length|content-type|accept|x-amzn-.*)$/i;

const headerName = {
  must: 'as a header of HTTP that is not one of the contract',
  test: (name: string) => /^[\w-]+$/.test(name) && !ownHeaders.test(name),
};
const variable = { must: 'the name of an environment variable of the server', test: isVariableName };

/** A rule of `images`. */
export const imageRule = record<ImageRule>(
  {
    match: text(),
    command: list(text({ must: 'a text', test: () => true }), { isEmptyAllowed: false }),
    kind: choice(builtInKinds),
    readable: list(absolutePath),
    writable: list(absolutePath),
    network: boolean(),
    url: text({ must: 'an address http(s)://host/path without user, query and fragment', test: isServiceAddress }),
    headers: textMap(headerName, variable),
    timeout: wholeNumber({ from: 1, to: 3600 }),
    ca: file(),
  },
  { required: ['match'], fault: faultOf },
);

function isServiceAddress(address: string): boolean {
  if (!isAddress(address)) return false;
  const { password, search, hash } = new URL(address);
  return password + search + hash === '';
}

function faultOf({ command, kind, url, headers, timeout, ca }: ImageRule): string | undefined {
  const ways = [command, kind, url].filter((way) => way !== undefined);
  if (ways.length !== 1) return 'needs either command, kind or url';
  const isOfService = [headers, timeout, ca].some((member) => member !== undefined);
  return isOfService && url === undefined ? 'has headers, timeout or ca, which go with url' : undefined;
}

/** Puts the values of variables in the place of their names. Throws `OptionError` for one that is not set. */
export function compileImageRule(rule: ImageRule, environment: NodeJS.ProcessEnv): ImageRule {
  if (rule.headers === undefined) return rule;
  const headers = Object.entries(rule.headers).map(([name, of]) => {
    const value = own(environment, of) ?? '';
    if (value === '' || !/^[\x20-\x7e]+$/.test(value))
      throw new OptionError(`images: the header ${name} needs a text of ASCII in the environment variable ${of}`, [
        'images',
      ]);
    return [name, value];
  });
  return { ...rule, headers: Object.fromEntries(headers) };
}
