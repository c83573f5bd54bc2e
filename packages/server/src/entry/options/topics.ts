import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { isAsciiHeaderText } from '../../contract/header-text.ts';
import type { Topic } from '../../platform/notifications/topic.ts';
import { isAddress } from './is-address.ts';
import { isVariableName } from './is-variable-name.ts';
import { OptionError } from './option-error.ts';
import { record } from './schema/record.ts';
import { file, text } from './schema/text.ts';

/** A rule of `topics`; its token is the name of the environment variable that holds it. */
export const topic = record<Topic>(
  {
    match: text(),
    url: text({ must: 'an http:// or https:// address', test: isAddress, isSecret: true }),
    token: text({ must: 'the name of an environment variable', test: isVariableName }),
    file: file(),
  },
  {
    required: ['match'],
    fault: ({ url, token, file: path }) => {
      if (url === undefined && path === undefined) return 'needs url or file';
      return token !== undefined && url === undefined ? 'has a token and no url to send it to' : undefined;
    },
  },
);

/** Fills in the token. Throws `OptionError` if the environment lacks it. */
export function compileTopic({ token: name, ...topicOption }: Topic, environment: NodeJS.ProcessEnv): Topic {
  if (name === undefined) return topicOption;
  const token = own(environment, name);
  if (!token)
    throw new OptionError(`topics: the token of "${topicOption.match}" needs ${name} in the environment`, ['topics']);
  // What sends it would name it in its complaint.
  if (!isAsciiHeaderText(token))
    throw new OptionError(`topics: ${name} has a line break, or another character that no header may have`, ['topics']);
  return { ...topicOption, ...present({ token }) };
}
