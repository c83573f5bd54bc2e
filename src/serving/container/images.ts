import { matchesImageGlob, parseImageName } from './image-name.ts';

/** What serves a container: an engine of ours, our Python host, or a command of the user's. */
export type ContainerKind =
  | { readonly kind: 'sparkml' }
  | { readonly kind: 'xgboost' }
  | { readonly kind: 'scikit-learn' }
  | { readonly kind: 'process'; readonly command: readonly string[] };

/** A line of `images:` in catenary.yaml: images that fit the glob are served by this command, or as this built-in kind. */
export interface ImageRule {
  /** Glob over the whole image reference, such as `*:latest`. */
  readonly match: string;
  readonly command?: readonly string[];
  /** One of the built-in kinds, for copies of AWS's images under other names. */
  readonly kind?: 'sparkml' | 'xgboost' | 'scikit-learn';
}

/** AWS's repository names, whatever registry and account stand before them (spec: mapping an image to an algorithm). */
const repositories: Readonly<Record<string, ContainerKind>> = {
  'sagemaker-sparkml-serving': { kind: 'sparkml' },
  'sagemaker-xgboost': { kind: 'xgboost' },
  xgboost: { kind: 'xgboost' },
  'sagemaker-scikit-learn': { kind: 'scikit-learn' },
};

/** What serves an image: the user's rules first, in their order, then AWS's names. Undefined: nothing matches. */
export function findContainerKind(rules: readonly ImageRule[], image: string): ContainerKind | undefined {
  for (const rule of rules) {
    if (!matchesImageGlob(rule.match, image)) continue;
    return rule.command === undefined ? { kind: rule.kind as 'sparkml' } : { kind: 'process', command: rule.command };
  }
  return repositories[parseImageName(image).repository];
}

/** The refusal for an image that nothing matches: says what can be done. */
export function describeUnknownImage(image: string): string {
  const known = Object.keys(repositories).join(', ');
  return (
    `Requested image ${image} not found. This server runs images named ${known} itself; ` +
    `for any other, name a command that keeps the container contract in catenary.yaml: ` +
    `images: [{ match: "${globFor(image)}", command: ["python", "serve.py"] }]`
  );
}

const globFor = (image: string) => `*/${parseImageName(image).repository}:*`;
