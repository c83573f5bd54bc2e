// AWS's SDK for JavaScript, unchanged, on a machine whose clock is off. Prints how often each client asked until it was served, as JSON.
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';

const attempts = async (client, command) => (await client.send(command)).$metadata.attempts;
const s3 = await attempts(new S3Client({ forcePathStyle: true }), new ListBucketsCommand({}));
const sagemaker = await attempts(new SageMakerClient({}), new ListModelsCommand({}));
process.stdout.write(JSON.stringify({ s3, sagemaker }));
