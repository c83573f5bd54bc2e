import { firstRepeated } from '@catenary/scoring/internal/names';
import { readPlainFile } from '../util/read-plain-file.ts';
import { accessLevels } from './access.ts';
import type { KeyPair } from './key-ring.ts';
import { accountNumber } from './options/account-number.ts';
import { OptionError } from './options/option-error.ts';
import { choice } from './options/schema/choice.ts';
import { list } from './options/schema/list.ts';
import { record } from './options/schema/record.ts';
import { text } from './options/schema/text.ts';
import type { Statement } from './rights/is-allowed.ts';

/** Some thousand pairs. */
const maxBytes = 1024 * 1024;

const keyId = text({ must: 'letters, digits and ._-, 3 to 128 of them', test: (id) => /^[\w.-]{3,128}$/.test(id) });
const secret = text({ must: 'a text of 8 characters or more', test: (given) => given.length >= 8, isSecret: true });

interface WrittenPair extends Omit<KeyPair, 'allow' | 'account'> {
  readonly allow?: KeyPair['allow'];
  readonly account?: KeyPair['account'];
}

/** Each request is compared with all of them. */
const maxStatements = 100;

const glob = text({
  must: 'a text in which * stands for any characters, and which has no ?',
  test: (given) => !given.includes('?'),
});

const statement = record<Statement>(
  {
    effect: choice(['Allow', 'Deny']),
    actions: list(glob, { isEmptyAllowed: false }),
    resources: list(glob, { isEmptyAllowed: false }),
  },
  { required: ['effect', 'actions', 'resources'] },
);

const pairs = list(
  record<WrittenPair>(
    {
      accessKeyId: keyId,
      secretAccessKey: secret,
      account: accountNumber,
      allow: choice(accessLevels),
      statements: list(statement),
    },
    {
      required: ['accessKeyId', 'secretAccessKey'],
      fault: ({ allow, statements = [] }) => {
        if (allow !== undefined && statements.length > 0) return 'has allow and statements: give one of them';
        return statements.length > maxStatements ? `has more than ${maxStatements} statements` : undefined;
      },
    },
  ),
);

/**
 * The key pairs of a file, a list in YAML or JSON; those without an account are of the server's own. Throws `OptionError` with the
 * place of what is wrong, never with a secret.
 */
export async function readKeysFile(path: string, ownAccount: string): Promise<readonly KeyPair[]> {
  const { parseDocument } = await import('yaml');
  const bytes = await readPlainFile(path, maxBytes, 'followed').catch((error: Error) => {
    throw new OptionError(`keysFile ${path} cannot be read: ${error.message}`);
  });
  const document = parseDocument(bytes.toString());
  const [broken] = document.errors;
  // The parser's own message shows the line, which may hold a secret.
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line;
    throw new OptionError(`keysFile ${path}: ${line === undefined ? '' : `line ${line} `}is no YAML: ${broken.code}`);
  }
  const found = pairs.check(document.toJS({ maxAliasCount: 0 }) ?? [], [`keysFile ${path}: keys`]);
  const ids = found.map(({ accessKeyId }) => accessKeyId);
  const twice = firstRepeated(ids);
  if (twice !== undefined) throw new OptionError(`keysFile ${path}: ${twice} stands there twice`);
  return found.map(({ allow = 'all', account = ownAccount, ...pair }) => ({ ...pair, account, allow }));
}
