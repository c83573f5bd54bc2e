/** Where resources are said to live: region of the caller's signature, account of this server. */
export interface Realm {
  readonly region: string;
  readonly account: string;
}

export type ResourceKind =
  | 'model'
  | 'endpoint-config'
  | 'endpoint'
  | 'transform-job'
  | 'model-package-group'
  | 'model-package'
  | 'data-quality-job-definition'
  | 'model-quality-job-definition'
  | 'monitoring-schedule'
  | 'processing-job';

/** ARNs carry the name in lower case; the `...Name` members keep the caller's, as in the service. */
export function arnOf(realm: Realm, kind: ResourceKind, name: string): string {
  return `arn:aws:sagemaker:${realm.region}:${realm.account}:${kind}/${name.toLowerCase()}`;
}

/** Kind and lower-cased name of one of our ARNs, or undefined. */
export function parseArn(arn: string): { kind: ResourceKind; name: string } | undefined {
  const match =
    /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:\d{12}:(model|endpoint-config|endpoint|transform-job|model-package-group|model-package|data-quality-job-definition|model-quality-job-definition|monitoring-schedule|processing-job)\/(.+)$/.exec(
      arn,
    );
  return match === null ? undefined : { kind: match[1] as ResourceKind, name: match[2] as string };
}

/** Region and account of one of our ARNs. */
export function realmOf(arn: string): Realm {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}
