import { S3Error } from '../../operations/s3/s3-error.ts';

export const malformedForm = (why: string) =>
  new S3Error('MalformedPOSTRequest', `The body of your POST request is not well-formed multipart/form-data. ${why}`);
