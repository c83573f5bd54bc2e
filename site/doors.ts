/** The pages of the site by its four doors, in their order; paths without `.md`, below the root of the repository. */
export interface Door {
  readonly title: string;
  /** What one comes for. */
  readonly about: string;
  readonly pages: readonly (readonly [path: string, title: string])[];
}

export const doors: readonly Door[] = [
  {
    title: 'Tutorials',
    about: 'learn it, step by step',
    pages: [
      ['docs/tutorials/first-prediction', 'First prediction in five minutes'],
      ['docs/tutorial', 'From your model to a chain'],
      ['docs/tutorials/joblib', 'From joblib.dump to an endpoint'],
      ['docs/tutorials/spark', 'Spark without MLeap'],
      ['docs/tutorials/chain', 'A chain with rules'],
      ['docs/tutorials/bad-rows', 'A batch with bad rows'],
      ['docs/tutorials/failed-request', 'Why a request failed'],
      ['docs/tutorials/from-aws', 'From AWS here, and back'],
      ['examples/README', 'Examples'],
    ],
  },
  {
    title: 'How-to',
    about: 'get one thing done',
    pages: [
      ['docs/install', 'Install: npm, image, service'],
      ['docs/tls', 'TLS and proxies'],
      ['docs/keys', 'Keys'],
      ['docs/how-to/upgrade', 'Upgrade and uninstall'],
      ['docs/stores', 'PostgreSQL, S3, several servers'],
      ['docs/clients', 'Clients'],
      ['docs/how-to/curl', 'curl'],
      ['docs/multi-model', 'Many models, one endpoint'],
      ['docs/async', 'Asynchronous inference'],
      ['docs/rollouts', 'Roll out a change'],
      ['docs/capture', 'Capture requests and answers'],
      ['docs/monitoring', 'Model Monitor'],
      ['docs/spark-jobs', 'Jobs of Spark'],
      ['docs/shadow', 'Shadow variants'],
      ['docs/scoring-library', 'Score in your own program'],
    ],
  },
  {
    title: 'Reference',
    about: 'look it up',
    pages: [
      ['docs/commands', 'Commands'],
      ['docs/flags', 'Flags'],
      ['docs/configuration', 'Configuration'],
      ['docs/batch', 'Batch transform'],
      ['docs/spark', 'When one machine is not enough'],
      ['docs/containers', 'Containers'],
      ['docs/logs', 'Logs, health, figures'],
      ['docs/metrics', 'Metrics'],
      ['docs/what-you-may-see', 'What you may see'],
      ['docs/faults', 'Faults'],
      ['docs/api-coverage', 'API coverage'],
      ['docs/not-supported', 'What is not supported'],
      ['docs/model-coverage', 'Model files'],
      ['docs/op-coverage', 'MLeap ops'],
      ['docs/spark-coverage', 'Saved Spark pipelines'],
      ['docs/spark-sql', 'Their SQL'],
      ['SECURITY', 'Security'],
      ['CHANGELOG', 'Changelog'],
    ],
  },
  {
    title: 'Explanation',
    about: 'understand it',
    pages: [
      ['README', 'What it is'],
      ['ARCHITECTURE', 'Architecture'],
      ['docs/lifecycles', 'Lifecycles'],
      ['docs/choices', 'Choices'],
      ['docs/mleap-differences', 'MLeap and Spark'],
      ['docs/glossary', 'Glossary'],
      ['CONTRIBUTING', 'Contributing'],
    ],
  },
];
