import type { Realm } from '../../contract/arn.ts';

/** STS GetCallerIdentity: form in, XML out. Every key of this server is the account's own. */
export function getCallerIdentity(realm: Realm, requestId: string): string {
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::${realm.account}:root</Arn>
    <UserId>${realm.account}</UserId>
    <Account>${realm.account}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>
`;
}
