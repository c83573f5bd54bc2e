import { describe, expect, it } from 'vitest';
import { verifyPolicySignature } from '../../../src/entry/http/verify-policy-signature.ts';

// The published example: S3 API reference, "Examples: browser-based upload using HTTP POST".
const policy =
  'eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaW' +
  'd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJs' +
  'aWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3' +
  'MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQog' +
  'ICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQU' +
  'VTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAi' +
  'QUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIj' +
  'ogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9';
const published = {
  policy,
  'x-amz-algorithm': 'AWS4-HMAC-SHA256',
  'x-amz-credential': 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request',
  'x-amz-date': '20151229T000000Z',
  'x-amz-signature': '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e',
};
const secretOf = (id: string) =>
  id === 'AKIAIOSFODNN7EXAMPLE' ? 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' : undefined;

const verify = (changed: Readonly<Record<string, string>>) =>
  verifyPolicySignature(new Map(Object.entries({ ...published, ...changed })), secretOf);

describe('verifyPolicySignature()', () => {
  it('takes the published example', () => {
    expect(verify({})).toMatchObject({ ok: true, region: 'us-east-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
  });

  it.each([
    ['another policy', { policy: `${policy.slice(0, -2)}9=` }, 'InvalidSignatureException'],
    [
      'another region',
      { 'x-amz-credential': 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-2/s3/aws4_request' },
      'InvalidSignatureException',
    ],
    ['a longer signature', { 'x-amz-signature': `${published['x-amz-signature']}0` }, 'InvalidSignatureException'],
    ['no signature', { 'x-amz-signature': '' }, 'MissingAuthenticationToken'],
    ['no policy', { policy: '' }, 'MissingAuthenticationToken'],
    [
      'an unknown key',
      { 'x-amz-credential': 'AKIA/20151229/us-east-1/s3/aws4_request' },
      'UnrecognizedClientException',
    ],
    [
      'another service',
      { 'x-amz-credential': 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/sts/aws4_request' },
      'IncompleteSignature',
    ],
    ['another day', { 'x-amz-date': '20151230T000000Z' }, 'IncompleteSignature'],
    ['another algorithm', { 'x-amz-algorithm': 'AWS4-HMAC-SHA1' }, 'IncompleteSignature'],
    ['version 2', { 'x-amz-signature': '', signature: 'abc' }, 'IncompleteSignature'],
  ])('refuses %s', (_, changed, code) => {
    expect(verify(changed)).toMatchObject({ ok: false, code });
  });
});
