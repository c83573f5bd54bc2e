import { quoteForShell } from '../quote-for-shell.ts';
import { endpointName } from './example.ts';

/** One diamond, and what the three libraries say of it: `examples/diamonds/expected`. */
const row = '0.54,Premium,G,VS2,62.0,58.0,5.21,5.18,3.22';

/** What can be pasted into another shell while the server of this data folder runs; each line works as it stands, so none is indented. */
export function closingLines(command: string, data: string): string {
  const folder = quoteForShell(data);
  return `
The same from another shell, first by this program, then from Python with nothing changed but where boto3 looks:

echo "${row}" | ${command} invoke ${endpointName} --data ${folder} --input - --content-type text/csv
eval "$(${command} env --data ${folder})"
python3 - <<'END'
import boto3
runtime = boto3.client("sagemaker-runtime")
row = "${row}"
answer = runtime.invoke_endpoint(EndpointName="${endpointName}", ContentType="text/csv", Accept="text/csv", Body=row)
print(answer["Body"].read().decode())
END

Both answer 1566.0,fair. The whole of it: examples/diamonds/boto3_chain.py and examples/diamonds/aws-cli.sh.`;
}
