import { type ApiAnswer, ApiClient } from '../api-client.ts';
import type { ApiRequest } from '../api-request.ts';
import type { ServerAddress } from '../call-server.ts';
import { quoteForShell } from '../quote-for-shell.ts';
import type { SigningPair } from '../signing-pair.ts';

/**
 * Writes each request to stderr before it is sent, as the AWS CLI would send it; what that does not know, as HTTP. A call that is
 * repeated is written once.
 */
export class PrintingApiClient extends ApiClient {
  readonly #server: string;
  readonly #printed = new Set<string>();

  constructor(address: ServerAddress, credentials: SigningPair, region: string) {
    super(address, credentials, region);
    this.#server = address.url;
  }

  override send(request: ApiRequest): Promise<ApiAnswer> {
    const call = describeCall(request, this.#server);
    // What is waited for is asked for again and again.
    if (!this.#printed.has(call)) process.stderr.write(`+ ${call}\n`);
    this.#printed.add(call);
    return super.send(request);
  }
}

function describeCall({ method, path, service, headers = {}, body }: ApiRequest, url: string): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const [, operation = ''] = target.split('.');
    const command = operation.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    return `aws ${service} ${command} --cli-input-json ${quoteForShell(String(body))}`;
  }
  const endpoint = /^\/endpoints\/([^/]+)\/invocations$/.exec(path)?.[1];
  if (endpoint !== undefined) {
    const type = headers['content-type'];
    const typed = type === undefined ? '' : ` --content-type ${type}`;
    return `aws sagemaker-runtime invoke-endpoint --endpoint-name ${endpoint}${typed} --body fileb://INPUT OUTPUT`;
  }
  const [bucket, key] = /^\/([^/_]+)(?:\/(.+))?$/.exec(path)?.slice(1) ?? [];
  if (method === 'PUT' && bucket !== undefined)
    return key === undefined ? `aws s3 mb s3://${bucket}` : `aws s3 cp MODEL s3://${bucket}/${key}`;
  return `${method} ${url}${path}`;
}
