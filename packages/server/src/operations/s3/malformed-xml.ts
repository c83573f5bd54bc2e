import { S3Error } from './s3-error.ts';

export const malformedXml = (reason: string) =>
  new S3Error(
    'MalformedXML',
    `The XML you provided was not well-formed or did not validate against our published schema. ${reason}`,
  );
