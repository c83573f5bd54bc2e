/** Names of models and configurations have up to 63 letters: eight and a hyphen are for the digest. */
const mostOfEndpoint = 54;

/** Begins the names of the models and configurations that `catenary deploy` makes for an endpoint. */
export const deploymentPrefix = (endpoint: string) => `${endpoint.slice(0, mostOfEndpoint)}-`;

/** The name for an endpoint's containers; `digest` is of what they are, hexadecimal. */
export const deploymentName = (endpoint: string, digest: string) =>
  `${deploymentPrefix(endpoint)}${digest.slice(0, 8)}`;

/** Whether it is a name that `deploymentName` gives for the endpoint. */
export function isDeploymentOf(endpoint: string, name: string): boolean {
  const prefix = deploymentPrefix(endpoint);
  return name.startsWith(prefix) && /^[0-9a-f]{8}$/.test(name.slice(prefix.length));
}
