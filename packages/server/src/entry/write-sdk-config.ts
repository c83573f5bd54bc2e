import { join } from 'node:path';
import { writeStateFile } from './state-file.ts';

/** File of the data folder. */
export const sdkConfigName = 'sagemaker.yaml';

/**
 * Writes defaults for the `sagemaker` SDK, as its environment variable SAGEMAKER_ADMIN_CONFIG_OVERRIDE takes them. Without them the SDK
 * asks for the account at an address of AWS, whatever endpoint is set, to make up the name of its bucket: this is the name that it would
 * make up. The file stays when the server ends, as the SDK fails where the variable names none. Source: SageMaker Python SDK,
 * "Configuring and using defaults with the SageMaker Python SDK".
 */
export async function writeSdkConfig(
  data: string,
  { region, account }: { readonly region: string; readonly account: string },
): Promise<void> {
  const session = { DefaultS3Bucket: `sagemaker-${region}-${account}` };
  const config = { SchemaVersion: '1.0', SageMaker: { PythonSDK: { Modules: { Session: session } } } };
  // JSON is YAML, too.
  await writeStateFile(join(data, sdkConfigName), `${JSON.stringify(config, undefined, 2)}\n`, 'over another');
}
