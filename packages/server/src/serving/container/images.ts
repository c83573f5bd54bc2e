import { nearestWord, own } from '@catenary/scoring/internal/names';
import { matchesGlob } from '../../util/matches-glob.ts';
import { parseImageName } from './image-name.ts';
import { describeUnknownRelease } from './unknown-release.ts';

/** What this server serves itself: by an engine of its own, or in its Python host. */
export const builtInKinds = [
  'sparkml',
  'xgboost',
  'scikit-learn',
  'lightgbm',
  'catboost',
  'linear-learner',
  'kmeans',
  'pca',
  'factorization-machines',
  'knn',
  'blazingtext',
  'ensemble',
  'rules',
  'oci',
  'function',
] as const;

export type BuiltInKind = (typeof builtInKinds)[number];

/** Absolute paths that a command sees besides those that its words name. */
export interface ShownPaths {
  readonly readable?: readonly string[] | undefined;
  readonly writable?: readonly string[] | undefined;
}

/** A command of the user's. */
export interface CommandKind extends ShownPaths {
  readonly kind: 'process';
  readonly command: readonly string[];
}

/** A module of the archive, and what it may use besides its archive. */
export interface FunctionKind extends ShownPaths {
  readonly kind: 'function';
  readonly network?: boolean | undefined;
}

/** A service elsewhere, by its rule alone: no request can name an address. */
export interface RemoteKind {
  readonly kind: 'remote';
  /** `/ping` and `/invocations` are asked below it. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Time for one answer, seconds. Default 60. */
  readonly timeout?: number | undefined;
  readonly ca?: string | undefined;
}

/** What serves a container: one of ours, or a command of the user's. */
export type ContainerKind =
  | { readonly kind: Exclude<BuiltInKind, 'function'> }
  | CommandKind
  | FunctionKind
  | RemoteKind;

/**
 * A line of `images:` in catenary.yaml: images that fit the glob are served by this command, or as this built-in kind.
 */
export interface ImageRule extends ShownPaths {
  /** Glob over the whole image reference, such as `*:latest`. */
  readonly match: string;
  readonly command?: readonly string[];
  /**
   * One of the built-in kinds, for copies of AWS's images under other names; `lightgbm` and `catboost` have no image of
   * their own: JumpStart runs them in an image of PyTorch's.
   */
  readonly kind?: BuiltInKind;
  /** Whether a function may open connections; not where its model has EnableNetworkIsolation. Default false. */
  readonly network?: boolean;
  /** Address of a service that keeps the container contract, `http://` or `https://`. */
  readonly url?: string;
  /** What each request to the service has besides: name of a header -> name of an environment variable of the server's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Time for one answer of the service, seconds. Default 60. */
  readonly timeout?: number;
  /** File of certificates (PEM) of authorities that may have signed the service's, besides those that are known. */
  readonly ca?: string;
}

/** AWS's repository names, whatever registry and account stand before them. */
const repositories: Readonly<Record<string, ContainerKind>> = {
  'sagemaker-sparkml-serving': { kind: 'sparkml' },
  'sagemaker-xgboost': { kind: 'xgboost' },
  xgboost: { kind: 'xgboost' },
  'sagemaker-scikit-learn': { kind: 'scikit-learn' },
  'linear-learner': { kind: 'linear-learner' },
  kmeans: { kind: 'kmeans' },
  pca: { kind: 'pca' },
  'factorization-machines': { kind: 'factorization-machines' },
  knn: { kind: 'knn' },
  blazingtext: { kind: 'blazingtext' },
  'catenary-ensemble': { kind: 'ensemble' },
  'catenary-rules': { kind: 'rules' },
  'catenary-function': { kind: 'function' },
};

/** What serves an image: the user's rules first, in their order, then AWS's names. Undefined: nothing matches. */
export function findContainerKind(rules: readonly ImageRule[], image: string): ContainerKind | undefined {
  const rule = findRule(rules, image);
  if (rule === undefined)
    return own(repositories, parseImageName(image).repository) ?? (rules.some(isForAll) ? { kind: 'oci' } : undefined);
  const { command, kind, readable, writable, network, url, headers, timeout, ca } = rule;
  if (url !== undefined) return { kind: 'remote', url, headers, timeout, ca };
  if (command !== undefined) return { kind: 'process', command, readable, writable };
  return kind === 'function'
    ? { kind, readable, writable, network }
    : { kind: kind as Exclude<BuiltInKind, 'function'> };
}

/** A name without a registry, or without a tag, is matched as if they stood there: `mine` as `/mine:latest` too. */
function findRule(rules: readonly ImageRule[], image: string): ImageRule | undefined {
  const { tag } = parseImageName(image);
  const named = tag === '' && !image.includes('@') ? [image, `${image}:latest`] : [image];
  const forms = named.flatMap((form) => [form, `/${form}`]);
  return rules.find((rule) => !isForAll(rule) && forms.some((form) => matchesGlob(rule.match, form)));
}

/** Whether a rule is for all that nothing else serves: then it comes after AWS's names. */
const isForAll = ({ match, kind }: ImageRule) => match === '*' && kind === 'oci';

/** Why no container can be made of an image, and what can be done; undefined if one can. */
export function imageProblem(rules: readonly ImageRule[], image: string): string | undefined {
  if (findContainerKind(rules, image) === undefined) return describeUnknownImage(image, rules);
  return findRule(rules, image) === undefined ? describeUnknownRelease(image) : undefined;
}

/**
 * AWS's own algorithms that are not served, and what stands in the way. See `obstacles`.
 */
const algorithms: Readonly<Record<string, keyof typeof obstacles>> = {
  ntm: 'closed',
  lda: 'closed',
  randomcutforest: 'closed',
  object2vec: 'closed',
  ipinsights: 'closed',
  'forecasting-deepar': 'closed',
  seq2seq: 'closed',
  'image-classification': 'closed',
  'object-detection': 'closed',
  'semantic-segmentation': 'python',
  'autogluon-inference': 'python',
};

const obstacles = {
  closed: 'something that its predictions need is not published',
  python: 'its models are objects of Python libraries of their own',
} as const;

/** The refusal for an image that nothing matches: says what can be done. */
export function describeUnknownImage(image: string, rules: readonly ImageRule[] = []): string {
  const { repository } = parseImageName(image);
  const meant = nearestName(repository, rules);
  if (meant !== undefined) return `Requested image ${image} not found. Did you mean ${meant}?`;
  const known = Object.keys(repositories).join(', ');
  const obstacle = own(algorithms, repository);
  const why =
    obstacle === undefined ? '' : ` The algorithm ${repository} is not served natively: ${obstacles[obstacle]}.`;
  return (
    `Requested image ${image} not found.${why} This server runs images named ${known} itself; ` +
    `for any other, name a command that keeps the container contract in catenary.yaml: ` +
    `images: [{ match: "${globFor(image)}", command: ["python", "serve.py"] }]`
  );
}

/** A name that is nearly the same, or the same without what AWS puts before it. */
function nearestName(repository: string, rules: readonly ImageRule[]): string | undefined {
  const ruled = rules.map(({ match }) => parseImageName(match).repository).filter((name) => !name.includes('*'));
  const names = [...Object.keys(repositories), ...ruled];
  return names.find((name) => name === `sagemaker-${repository}`) ?? nearestWord(repository, names);
}

const globFor = (image: string) => `*/${parseImageName(image).repository}:*`;
