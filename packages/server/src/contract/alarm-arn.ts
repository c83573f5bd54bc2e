import type { Realm } from './arn.ts';

export function alarmArn({ region, account }: Realm, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}
