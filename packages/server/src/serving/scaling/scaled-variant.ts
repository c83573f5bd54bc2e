/** The endpoint and variant of a resource id of Application Auto Scaling; undefined if it is of something else. */
export function scaledVariant(resourceId: string): { readonly endpoint: string; readonly variant: string } | undefined {
  const [, endpoint, variant] = /^endpoint\/([^/]+)\/variant\/([^/]+)$/.exec(resourceId) ?? [];
  return endpoint === undefined || variant === undefined ? undefined : { endpoint, variant };
}
