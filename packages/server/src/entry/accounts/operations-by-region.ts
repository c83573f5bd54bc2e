import type { OperationContext } from '../../operations/operation-context.ts';

/** Regions come from callers: more of them than the service has are not cached. */
const maxRegions = 64;

/** What operations may use for callers of a region, made once for each of them. */
export function operationsByRegion(operations: Omit<OperationContext, 'realm'>, account: string) {
  const made = new Map<string, OperationContext>();
  return (region: string): OperationContext => {
    const known = made.get(region);
    if (known !== undefined) return known;
    const context = { ...operations, realm: { region, account } };
    if (made.size < maxRegions) made.set(region, context);
    return context;
  };
}
