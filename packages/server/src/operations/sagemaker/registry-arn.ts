import { arnOf, type Realm } from '../../contract/arn.ts';

/**
 * The ARN of a group or package of the registry, where a caller may name it by ARN or name, a version also by
 * `group/1`. An ARN of another region or account is given back as it is: there is none of that name here.
 */
export function registryArn(realm: Realm, kind: 'model-package-group' | 'model-package', nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf(realm, kind, nameOrArn);
}

/** Whether an ARN is one of the caller's own region and account. */
export function isWithin(realm: Realm, arn: string): boolean {
  return arn.startsWith(`arn:aws:sagemaker:${realm.region}:${realm.account}:`);
}
