import { nameOf, regionOf } from '../../contract/qualified-name.ts';

/** The endpoint and variant of a resource id of Application Auto Scaling; undefined if it is of something else. */
export function scaledVariant(resourceId: string): { readonly endpoint: string; readonly variant: string } | undefined {
  const [, endpoint, variant] = /^endpoint\/([^/]+)\/variant\/([^/]+)$/.exec(resourceId) ?? [];
  return endpoint === undefined || variant === undefined ? undefined : { endpoint, variant };
}

/** The resource of Application Auto Scaling that a variant is; `endpoint` is qualified by its region. */
export const resourceOf = (endpoint: string, variant: string) => ({
  region: regionOf(endpoint),
  resourceId: `endpoint/${nameOf(endpoint)}/variant/${variant}`,
  dimension: instanceDimension,
});

/** The one dimension that variants are scaled in here. */
export const instanceDimension = 'sagemaker:variant:DesiredInstanceCount';
