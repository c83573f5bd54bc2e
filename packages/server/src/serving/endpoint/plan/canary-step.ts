import { present } from '@catenary/scoring/internal/values';
import type { StageDefinition } from '../../container/stage-definition.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../records/endpoint-snapshot.ts';

/** The variable by which the containers of a chain say which of them alone is new. */
export const canaryVariable = 'CATENARY_CANARY_STEP';

/** The container that is new of a chain, 0-based; or why the others cannot be shared with the chain before it, as an end of a sentence. */
export type CanaryStep = { readonly at: number } | { readonly refused: string };

/** What a version of an endpoint says by `CATENARY_CANARY_STEP`, held against the one that serves; undefined if it does not say it. */
export function canaryStep(active: EndpointSnapshot, target: EndpointSnapshot): CanaryStep | undefined {
  if (!target.variants.some((variant) => canaryName(variant) !== undefined)) return undefined;
  const [former] = active.variants;
  const [next] = target.variants;
  if (active.variants.length !== 1 || target.variants.length !== 1 || former === undefined || next === undefined)
    return { refused: 'it is for endpoints of one production variant' };
  return canaryStepOf(former, next);
}

/** The same for one variant; undefined if it does not say it. */
export function canaryStepOf(former: VariantSnapshot, next: VariantSnapshot): CanaryStep | undefined {
  const name = canaryName(next);
  if (name === undefined) return undefined;
  const at = next.containers.findIndex(({ hostname }) => hostname === name);
  const hostnames = next.containers.map(({ hostname }) => hostname).join(', ');
  if (at < 0) return { refused: `there is no container ${name.slice(0, 63)}: there are ${hostnames}` };
  const difference = differenceOf(former, next, at);
  return difference === undefined ? { at } : { refused: `${difference}, and only container ${name} may` };
}

const canaryName = ({ containers }: VariantSnapshot) =>
  containers.map(({ environment }) => environment[canaryVariable]).find(Boolean);

/** What differs besides that container, in words. */
function differenceOf(former: VariantSnapshot, next: VariantSnapshot, at: number): string | undefined {
  if (former.mode !== 'Serial' || next.mode !== 'Serial') return 'the mode is Direct, where there is no chain';
  const [before, after] = [former.containers.length, next.containers.length];
  if (before !== after) return `the number of containers differs (${before} before, ${after} now)`;
  if (former.instanceCount !== next.instanceCount)
    return `the number of instances differs (${former.instanceCount} before, ${next.instanceCount} now)`;
  if (former.routing !== next.routing) return 'RoutingConfig differs';
  if (former.instanceType !== next.instanceType) return 'InstanceType differs';
  const other = next.containers.find(
    (container, index) => index !== at && textOf(container) !== textOf(former.containers[index]),
  );
  return other === undefined ? undefined : `container ${other.hostname} differs`;
}

/** A definition without the variable itself, and with its members in one order. */
function textOf(definition: StageDefinition | undefined): string {
  if (definition === undefined) return '';
  const { hostname, image, modelData, multiModel, sourceData, environment, isIsolated } = definition;
  const variables = Object.entries(environment)
    .filter(([name]) => name !== canaryVariable)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([hostname, image, variables, present({ modelData, multiModel, sourceData, isIsolated })]);
}
