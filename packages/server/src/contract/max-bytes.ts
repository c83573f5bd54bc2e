/**
 * Limits of the service model and of the container contract (SageMaker Runtime API reference, InvokeEndpoint; SageMaker
 * developer guide, "Use Your Own Inference Code with Hosting Services").
 */

/** Request body of InvokeEndpoint, bytes. */
export const maxInvocationBytes = 6_291_456;

/** Body handed from one container to the next, bytes. */
export const maxIntermediateBytes = 5 * 1024 * 1024;

/** Body of a control-plane request, bytes: 32 KB of environment and everything around it fit many times over. */
export const maxControlBodyBytes = 1024 * 1024;

/** An object's content in one request, PUT or part of an upload, bytes (S3 API reference, PutObject). */
export const maxUploadBytes = 5 * 1024 ** 3;
