/** What every command takes for a model. */
export const modelKinds = 'model file, folder, archive (tar.gz, tar, zip), or s3:// address';
