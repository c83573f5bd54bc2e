import type { Member, ServiceModel, Shape } from '../../../src/contract/shape.ts';
import type { ModelledService } from '../../../src/operations/service.ts';
import type { CaseMember, CaseShape, CaseSuite, ProtocolCase } from '../../support/find-protocol-cases.ts';

/** The suite's shapes and the operation of a case, as models of this server have them. */
export function serviceOf({ shapes }: CaseSuite, { given }: ProtocolCase): ModelledService {
  const { name, http, input, output } = given;
  const model: ServiceModel = {
    source: 'a protocol case',
    operations: { [name]: { ...named('input', input), ...named('output', output), ...(http && { http }) } },
    shapes: Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [key, shapeOf(shape)])),
  };
  const operation = { name, input: input?.shape, run: () => undefined };
  return { signingName: 'cases', model, operations: { [name]: operation } };
}

const named = (part: 'input' | 'output', of: { readonly shape: string } | undefined) =>
  of === undefined ? {} : { [part]: of.shape };

/** Whole numbers of all sizes are one type here. */
const types: Readonly<Record<string, Shape['type']>> = { short: 'integer', byte: 'integer' };

function shapeOf({ type, members, member, key, value, payload }: CaseShape): Shape {
  return {
    type: types[type] ?? (type as Shape['type']),
    ...(members && { members: Object.fromEntries(Object.entries(members).map(([name, of]) => [name, memberOf(of)])) }),
    ...(member && { member: member.shape }),
    ...(key && { key: key.shape }),
    ...(value && { value: value.shape }),
    ...(payload !== undefined && { payload }),
  };
}

const memberOf = ({ shape, location, locationName }: CaseMember): Member => ({
  shape,
  ...(location !== undefined && { location: location as NonNullable<Member['location']> }),
  ...(locationName !== undefined && { locationName }),
});
