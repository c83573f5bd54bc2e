import { parseS3Uri } from '../../contract/s3-uri.ts';
import { validationException } from '../../contract/service-error.ts';
import type { AsyncInferenceConfig } from '../../serving/records/async-inference-config.ts';
import type { EndpointConfigRequest } from '../../serving/records/endpoint-config-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findModel } from './find-model.ts';

/** Refuses what asynchronous requests could not be answered by: no place for results, topics that lead nowhere, models that a request has to name. */
export async function checkAsyncInference(input: EndpointConfigRequest, context: OperationContext): Promise<void> {
  const config = input.AsyncInferenceConfig;
  if (config === undefined) return;
  if (input.ShadowProductionVariants !== undefined)
    throw validationException(
      'ShadowProductionVariants cannot be used with AsyncInferenceConfig: asynchronous requests are not copied.',
    );
  checkPlaces(config);
  checkTopics(config, context);
  for (const { ModelName = '' } of input.ProductionVariants) {
    const { definition } = await findModel(ModelName, context);
    const refuse = (mode: string) =>
      validationException(
        `Model ${ModelName} cannot be used with AsyncInferenceConfig: InvokeEndpointAsync does not say which ${mode} is to answer.`,
      );
    if (definition.mode === 'Direct') throw refuse('of the containers of a model in Direct mode');
    if (definition.containers.some(({ multiModel }) => multiModel !== undefined))
      throw refuse('model of a container in MultiModel mode');
  }
}

function checkPlaces({ OutputConfig }: AsyncInferenceConfig): void {
  const { S3OutputPath, S3FailurePath } = OutputConfig;
  if (S3OutputPath === undefined)
    throw validationException(
      'AsyncInferenceConfig.OutputConfig needs S3OutputPath: there is no other place for results.',
    );
  for (const [name, path] of Object.entries({ S3OutputPath, S3FailurePath }))
    if (path !== undefined && parseS3Uri(path) === undefined)
      throw validationException(`AsyncInferenceConfig.OutputConfig.${name} must be an s3:// address, not ${path}.`);
}

function checkTopics(
  { OutputConfig: { NotificationConfig = {} } }: AsyncInferenceConfig,
  context: OperationContext,
): void {
  const { SuccessTopic, ErrorTopic } = NotificationConfig;
  for (const [name, topic] of Object.entries({ SuccessTopic, ErrorTopic }))
    if (topic !== undefined && !context.topics.knows(topic))
      throw validationException(
        `Messages to the ${name} ${topic} go nowhere: no rule of topics in catenary.yaml fits it. Add one: topics: [{ match: "${topic}", url: "https://..." }]`,
      );
}
