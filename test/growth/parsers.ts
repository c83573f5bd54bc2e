import { loadCatboost } from '../../packages/scoring/src/boosters/catboost/load-catboost.ts';
import { loadLightgbm } from '../../packages/scoring/src/boosters/lightgbm/load-lightgbm.ts';
import { loadXgboost } from '../../packages/scoring/src/boosters/xgboost/load-xgboost.ts';
import { readFaissIndex } from '../../packages/scoring/src/faiss/read-index.ts';
import { readFasttext } from '../../packages/scoring/src/fasttext/read-fasttext.ts';
import { readWordVectors } from '../../packages/scoring/src/fasttext/word-vectors.ts';
import { pandasNames, readCsvCells } from '../../packages/scoring/src/formats/csv/csv-cells.ts';
import { CsvRows } from '../../packages/scoring/src/formats/csv/csv-rows.ts';
import { parseJsonRow } from '../../packages/scoring/src/formats/json-rows.ts';
import { readLibsvmRows } from '../../packages/scoring/src/formats/libsvm-rows.ts';
import { decodeNpy } from '../../packages/scoring/src/formats/npy.ts';
import { readRecordIo } from '../../packages/scoring/src/formats/recordio.ts';
import { readTarFiles } from '../../packages/scoring/src/formats/tar-files.ts';
import type { BasicType } from '../../packages/scoring/src/frame/data-type.ts';
import { findLibrary } from '../../packages/scoring/src/model-file/find-library.ts';
import { readNpy } from '../../packages/scoring/src/pickle/numpy/read-npy.ts';
import { readPickle } from '../../packages/scoring/src/pickle/read-pickle.ts';
import { arrangeColumns } from '../../packages/scoring/src/sklearn/arrange-columns.ts';
import { compileTokenPattern } from '../../packages/scoring/src/sklearn/feature-extraction/token-pattern.ts';
import { openBundle } from '../../packages/scoring/src/spark/from-mleap-bundle/bundle/open-bundle.ts';
import { readJavaObject } from '../../packages/scoring/src/spark/save/java/read-java-object.ts';
import { parseType } from '../../packages/scoring/src/spark/sql/cast.ts';
import { parseDecimal, rescale } from '../../packages/scoring/src/spark/sql/decimal.ts';
import { likePattern } from '../../packages/scoring/src/spark/sql/like-pattern.ts';
import { parseStatement } from '../../packages/scoring/src/spark/sql/parse-statement.ts';
import { parseBigintJson } from '../../packages/scoring/src/text/bigint-json.ts';
import { exactCellNumber } from '../../packages/scoring/src/text/cell-number.ts';
import { JavaRegex } from '../../packages/scoring/src/text/java-regex/java-regex.ts';
import { StepBudget } from '../../packages/scoring/src/text/java-regex/step-budget.ts';
import { parseJavaDecimal } from '../../packages/scoring/src/text/parse-java-decimal.ts';
import { parseJavaDouble, parseJavaInteger } from '../../packages/scoring/src/text/parse-java-double.ts';
import { parsePythonFloat } from '../../packages/scoring/src/text/python-float.ts';
import { parsePythonJson } from '../../packages/scoring/src/text/python-json.ts';
import { parseArn } from '../../packages/server/src/contract/arn.ts';
import { cloudwatchModel } from '../../packages/server/src/contract/models.ts';
import { parseS3Uri } from '../../packages/server/src/contract/s3-uri.ts';
import { decodeAwsChunked } from '../../packages/server/src/entry/http/aws-chunked.ts';
import { canonicalPaths, canonicalQuery } from '../../packages/server/src/entry/http/canonical-path.ts';
import { cbor } from '../../packages/server/src/entry/http/cbor.ts';
import { describeBadTarget } from '../../packages/server/src/entry/http/describe-bad-target.ts';
import { readMultipartForm } from '../../packages/server/src/entry/http/multipart-form.ts';
import { parseJson } from '../../packages/server/src/entry/http/parse-json.ts';
import { readQueryForm } from '../../packages/server/src/entry/http/protocols/query-form.ts';
import { withoutAuthority } from '../../packages/server/src/entry/http/without-authority.ts';
import { splitWords } from '../../packages/server/src/operations/emr-serverless/split-words.ts';
import { compileFilterPattern } from '../../packages/server/src/operations/logs/filter-pattern.ts';
import { readByteRange } from '../../packages/server/src/operations/s3/byte-range.ts';
import { stripQuotes } from '../../packages/server/src/operations/s3/conditions.ts';
import { readXml } from '../../packages/server/src/operations/s3/read-xml.ts';
import { readPaxRecords } from '../../packages/server/src/platform/artifact/pax-records.ts';
import { parseImageName } from '../../packages/server/src/serving/container/image-name.ts';
import { importedImagePackages } from '../../packages/server/src/serving/container/python/image-packages.ts';
import { requirementLines } from '../../packages/server/src/serving/container/python/requirement-lines.ts';
import { requirementOptions } from '../../packages/server/src/serving/container/python/requirement-options.ts';
import { readEnsemble } from '../../packages/server/src/serving/container/surfaces/ensemble/read-ensemble.ts';
import { instanceDecoders } from '../../packages/server/src/serving/container/surfaces/first-party/decode-instances.ts';
import { namesOfFile } from '../../packages/server/src/serving/container/surfaces/places-by-name.ts';
import { compileExpression } from '../../packages/server/src/serving/container/surfaces/rules/expression.ts';
import { readRules } from '../../packages/server/src/serving/container/surfaces/rules/read-rules.ts';
import {
  decodeRequest,
  readContentType,
} from '../../packages/server/src/serving/container/surfaces/sparkml/decode-request.ts';
import { pickAccept } from '../../packages/server/src/serving/container/surfaces/sparkml/pick-accept.ts';
import type { SparkmlPrograms } from '../../packages/server/src/serving/container/surfaces/sparkml/sparkml-programs.ts';
import { readSparkmlSchema } from '../../packages/server/src/serving/container/surfaces/sparkml/sparkml-schema.ts';
import { chooseMediaType } from '../../packages/server/src/serving/container/surfaces/xgboost/choose-media-type.ts';
import { decodeCsv } from '../../packages/server/src/serving/container/surfaces/xgboost/decode-csv.ts';
import { decodeLibsvm } from '../../packages/server/src/serving/container/surfaces/xgboost/decode-libsvm.ts';
import { requestFormat } from '../../packages/server/src/serving/container/surfaces/xgboost/request-format.ts';
import { readSelectedKeys } from '../../packages/server/src/serving/container/surfaces/xgboost/selection.ts';
import { headerColumns, readCsvLine } from '../../packages/server/src/serving/csv-line.ts';
import { parseExpression } from '../../packages/server/src/serving/metrics/math/parse-expression.ts';
import { cellAt } from '../../packages/server/src/serving/monitoring/quality/cell-at.ts';
import { GroundTruth } from '../../packages/server/src/serving/monitoring/quality/ground-truth.ts';
import { mergeCapture } from '../../packages/server/src/serving/monitoring/quality/merge-capture.ts';
import { mergedRows } from '../../packages/server/src/serving/monitoring/quality/merged-rows.ts';
import { FailureLines } from '../../packages/server/src/serving/spark-jobs/failure-lines.ts';
import { readSubmitWords } from '../../packages/server/src/serving/spark-jobs/read-submit-words.ts';
import { columnType } from '../../packages/server/src/serving/transform-job/outputs/record-sinks/parquet/column-types.ts';
import { parseJsonPath } from '../../packages/server/src/serving/transform-job/plan/json-path.ts';
import type { Splitter } from '../../packages/server/src/serving/transform-job/records/splitter.ts';
import { lineSplitter } from '../../packages/server/src/serving/transform-job/records/splitters/line.ts';
import { quotedLineSplitter } from '../../packages/server/src/serving/transform-job/records/splitters/quoted-line.ts';
import { recordIoSplitter } from '../../packages/server/src/serving/transform-job/records/splitters/recordio.ts';
import { tfRecordSplitter } from '../../packages/server/src/serving/transform-job/records/splitters/tfrecord.ts';
import { jsonExcess } from '../../packages/server/src/util/json-excess.ts';

/** A reader of texts or bytes that come from outside. */
export interface GrowingParser {
  readonly name: string;
  /** Beginnings that lead into it; the empty one is tried too. */
  readonly begins?: readonly string[];
  /** What it reads again and again, besides what is hostile to all. */
  readonly units?: readonly string[];
  /** Longest text that is read at all. */
  readonly longest?: number;
  /** What it says to the text does not matter: it may throw. */
  readonly run: (text: string) => unknown;
}

const bytes = (text: string) => Buffer.from(text, 'utf8');
/** Bytes of their own, as `\x80` in a begin is a byte. */
const latin = (text: string) => Buffer.from(text, 'latin1');

async function* inPieces(buffer: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < buffer.length; at += 4096) yield buffer.subarray(at, at + 4096);
}

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}

async function split(splitter: Splitter, text: string): Promise<void> {
  const limits = { blockBytes: 65_536, maxRecordBytes: 1_048_576 };
  const start = { byte: 0, record: 0, line: 0 };
  for await (const block of splitter.blocks(inPieces(latin(text)), limits, start)) {
    if (Buffer.isBuffer(block)) splitter.records(block);
  }
}

const schemaOf = (...bases: readonly BasicType[]) => ({
  fields: bases.map((base, at) => ({ name: `c${at}`, type: { base, shape: 'scalar', nullable: true } as const })),
});
const files = (path: string, text: string) => new Map([[path, new Uint8Array(latin(text))]]);
const knownNames = ['a', 'a.1', 'Unnamed: 2'];
/** All that is done with the names of a header before a model's columns are among them. */
function findNames(names: readonly string[]): void {
  attempt(() => namesOfFile(headerColumns(names), knownNames));
  const made = pandasNames(names, knownNames);
  const table = { kind: 'matrix', rows: 0, columns: names.length, values: new Float64Array(0), names: made } as const;
  attempt(() => arrangeColumns(table, knownNames));
}
const inertGlobals = () => ({});
const chunkedOptions = { form: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', signing: undefined, onTrailer: () => undefined };
const programs = {
  forSchema: () => ({ scorer: { inputSchema: schemaOf('double', 'string') } }),
} as unknown as SparkmlPrograms;
const sparkml = (type: 'application/json' | 'application/jsonlines') => (text: string) =>
  decodeRequest({ contentType: type, body: bytes(text) }, programs, {
    type,
    maxRows: Number.MAX_SAFE_INTEGER,
  });
/** The header of a file of tar, with its checksum. */
function tarHead(kind: string, size: number): string {
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  const before = `${'a'.padEnd(100, '\0')}${octal(0o644, 7)}${octal(0, 7)}${octal(0, 7)}${octal(size, 11)}${octal(0, 11)}`;
  const head = (sum: string) => `${before}${sum}${kind}`.padEnd(512, '\0');
  const total = latin(head('        ')).reduce((sum, byte) => sum + byte, 0);
  return head(`${octal(total, 6)} `);
}
const npyHead = (header: string) => `\x93NUMPY\x02\x00\x00\x80\x00\x00${header}`;
const refuser = { refuse: (why: string) => new Error(why) as never };

/** Every reader of texts and bytes from outside: a new one belongs here. */
// biome-ignore format: a line each
export const parsers: readonly GrowingParser[] = [
  // Requests
  { name: 'CSV, texts and doubles', begins: ['1,', '"'], run: (text) => new CsvRows(schemaOf('double', 'string')).decode(bytes(text)) },
  { name: 'CSV, integers', begins: ['1,', '"'], run: (text) => new CsvRows(schemaOf('int', 'long')).decode(bytes(text)) },
  { name: 'CSV cells', begins: ['"', 'a,'], run: readCsvCells },
  { name: 'ground truth', begins: ['{"groundTruthData":{"data":"', '['], run: (text) => new GroundTruth().add(text) },
  { name: 'captured request', begins: ['{"captureData":{"endpointOutput":{"data":"', '['], run: (text) => mergeCapture(text, new GroundTruth()) },
  { name: 'merged request', begins: ['{"captureData":{"endpointOutput":{"data":"', '['], run: (text) => mergedRows(text, { from: 0, to: 1 }) },
  { name: 'attribute of a prediction', begins: ['$.', '['], units: ['[0]', '.'], run: (text) => cellAt(new Map(), text) },
  { name: 'CSV line', begins: ['"', 'a,'], run: (text) => readCsvLine(text, ',') },
  { name: 'names of a header', units: ['a,', 'a,a.1,', ','], begins: ['a,a.1,'], run: (text) => findNames(text.split(',')) },
  { name: 'names of a header that all differ', units: ['a,'], run: (text) => findNames(text.split(',').map((name, at) => `${name}${at}`)) },
  { name: 'CSV of XGBoost', begins: ['1,', '1;'], run: (text) => decodeCsv(bytes(text)) },
  { name: 'CSV of first-party algorithms', begins: ['1,'], run: (text) => instanceDecoders['text/csv']?.({ body: bytes(text) }, 3) },
  { name: 'JSON of first-party algorithms', begins: ['{"instances":['], run: (text) => instanceDecoders['application/json']?.({ body: bytes(text) }, 3) },
  { name: 'JSON Lines of first-party algorithms', begins: ['{}'], run: (text) => instanceDecoders['application/jsonlines']?.({ body: bytes(text) }, 3) },
  { name: 'JSON of SparkML', begins: ['{"data":['], units: ['1,', '"a",', '[1],'], run: sparkml('application/json') },
  { name: 'JSON Lines of SparkML', begins: ['{"data":[1,"a"]}', '{}'], units: ['{"data":[1,"a"]}\n'], run: sparkml('application/jsonlines') },
  { name: 'depth of JSON', begins: ['[', '["'], units: ['[', '[]', '{"a":', '\\"', '"'], run: (text) => jsonExcess(bytes(text), { depth: 50 }) },
  { name: 'libsvm of XGBoost', begins: ['0:', '0 1:'], units: ['0:1 1:2\n', '0:1 '], run: (text) => decodeLibsvm(bytes(text)) },
  { name: 'libsvm', begins: ['0 1:', '#'], units: ['0 0:1 1:2\n', ' 0:1'], run: readLibsvmRows },
  { name: 'JSON', begins: ['{"a":', '["'], run: (text) => parseJson(bytes(text)) },
  { name: 'JSON with exact numbers', begins: ['[', '{"a":1.', '[1.50,"'], run: parseBigintJson },
  { name: 'JSON of Python', begins: ['{"a":NaN,"', '[NaN,'], units: ['NaN,', '-Infinity,'], run: (text) => parsePythonJson(text, JSON.parse) },
  { name: 'JSON row', begins: ['{"a":', '[1.50,"'], run: parseJsonRow },
  { name: 'schema', begins: ['{"input":['], run: (text) => readSparkmlSchema(JSON.parse(text)) },
  { name: 'RecordIO', units: ['\x0a\x23\xd7\xce\x04\x00\x00\x00aaaa', '\x0a\x23\xd7\xce\x00\x00\x00\x00'], begins: ['\x0a\x23\xd7\xce\x04\x00\x00\x00aaaa'], run: (text) => readRecordIo(latin(text)) },
  { name: '.npy', begins: [npyHead("{'descr': '"), npyHead("'shape': (")], run: (text) => decodeNpy(latin(text)) },
  { name: 'Content-Type of XGBoost', begins: ['text/csv;'], run: requestFormat },
  { name: 'Content-Type of SparkML', begins: ['text/csv;'], run: readContentType },
  { name: 'Accept of XGBoost', begins: ['text/csv,'], run: (text) => chooseMediaType(text) },
  { name: 'Accept of SparkML', begins: ['text/csv,'], run: (text) => pickAccept(text, undefined) },
  // HTTP and S3
  { name: 'aws-chunked', units: ['1\r\na\r\n'], begins: ['5\r\naaaaa\r\n', '1;chunk-signature='], run: (text) => drain(decodeAwsChunked(inPieces(latin(text)), chunkedOptions)) },
  { name: 'form with a file', units: ['\r\n--a\r', '\r\n--', '\r'], begins: ['--a\r\nContent-Disposition: form-data; name="file"\r\n\r\n', '--a\r\n'], run: async (text) => drain((await readMultipartForm('multipart/form-data; boundary=aaaa', inPieces(latin(text)))).file) },
  { name: 'canonical path', begins: ['/'], run: (text) => canonicalPaths(text, 's3') },
  { name: 'canonical query', begins: ['a=', '?'], run: canonicalQuery },
  { name: 'request target', begins: ['/', 'http://a'], run: (text) => [withoutAuthority(text, 'a'), describeBadTarget(text)] },
  { name: 'XML', units: ['<Object><Key>a</Key></Object>', '<Object>', 'a="b" ', '<a/>', '<?a?>', '<![CDATA[a]]>'], begins: ['<Delete><Object><Key>', '<Delete ', '<!--', '<![CDATA['], run: (text) => readXml({ headers: {}, body: inPieces(bytes(text)) }, 'Delete', { maxElements: 10_000 }) },
  { name: 'Range', begins: ['bytes='], run: (text) => readByteRange(text, 100) },
  { name: 'ETag', begins: ['W/"', '"'], run: stripQuotes },
  { name: 'S3 URI', begins: ['s3://', 's3://a/'], run: parseS3Uri },
  { name: 'ARN', begins: ['arn:aws:sagemaker:', 'arn:aws'], run: parseArn },
  { name: 'form', units: ['a.1.', '0.', 'MetricData.member.1.Value=1&'], begins: ['Action=', 'MetricData.member.'], run: (text) => readQueryForm(new URLSearchParams(text), cloudwatchModel, 'PutMetricDataInput') },
  { name: 'CBOR', units: ['\x80', '\xa0', '\x60', '\xc1', '\x81'], begins: ['\x9f', '\x7f', '\xbf', '\xa1\x61a\x9f'], run: (text) => cbor.decode(latin(text)) },
  { name: 'metric math', units: ['a+', '(', '-', '[', 'SUM(', 'a AND ', "'a',"], begins: ['"', 'SUM(['], run: parseExpression },
  { name: 'expression of rules', units: ['a+', '(', '!', '-', '[', 'true?', 'a.b', 'a&&', 'size('], begins: ['"', "r'", 'a.'], run: (text) => compileExpression(text, new Map([['a', { type: 'number', nullable: false }]])) },
  { name: 'filter pattern', begins: ['"', '?'], run: (text) => compileFilterPattern(text)('aaa') },
  { name: 'image name', begins: ['a/', 'a@'], run: parseImageName },
  { name: 'PAX', longest: 65_536, units: ['9 path=a\n'], begins: ['30 path=', '9'], run: (text) => readPaxRecords(latin(text)) },
  // Batch
  { name: 'tar of a model', longest: 65_536, units: [tarHead('0', 0), tarHead('L', 512), `${tarHead('x', 512)}${'9 path=a\n'.repeat(56)}12345678`], begins: [tarHead('x', 60_000)], run: (text) => readTarFiles(latin(text)) },
  { name: 'lines', run: (text) => split(lineSplitter, text) },
  { name: 'lines with quotes', begins: ['"'], run: (text) => split(quotedLineSplitter, text) },
  { name: 'RecordIO objects', units: ['\x0a\x23\xd7\xce\x04\x00\x00\x00aaaa', '\x0a\x23\xd7\xce\x00\x00\x00\x00'], begins: ['\x0a\x23\xd7\xce\x04\x00\x00\x00aaaa'], run: (text) => split(recordIoSplitter, text) },
  { name: 'TFRecord objects', begins: ['\x04\x00\x00\x00\x00\x00\x00\x00'], run: (text) => split(tfRecordSplitter, text) },
  { name: 'JSONPath', begins: ['$.', '$['], run: (text) => parseJsonPath(text, 'InputFilter', 'application/json') },
  { name: 'cells of a Parquet output', begins: ['1', '1e', '-'], run: (text) => (['double', 'int64', 'boolean', 'decimal(38,10)'] as const).map((name) => columnType(name).ofText(text)) },
  // Numbers
  { name: 'numbers of Java', begins: ['1', '0x', '1e', '1.'], run: (text) => [parseJavaDouble(text), parseJavaInteger(text, 'long'), parseJavaDecimal(text)] },
  { name: 'numbers of Python', begins: ['1', '1e', '1_', '1.'], run: (text) => [parsePythonFloat(text), exactCellNumber(text)] },
  { name: 'decimals', begins: ['1', '1e', '.'], run: (text) => rescale(parseDecimal(text)?.value ?? 0n, 2, 10) },
  // SQL and patterns
  { name: 'SQL', units: ['a + ', 'a, ', 'NOT ', '(', 'CASE WHEN a THEN ', 'abs(', "'a' || ", 'a AND ', '- ', '-- a\n', '/* a */ ', 'a.b, ', 'CAST('], begins: ['SELECT ', "SELECT '", 'SELECT /*', 'SELECT `', 'SELECT 1'], run: (text) => parseStatement(text) },
  { name: 'type of SQL', begins: ['decimal('], run: parseType },
  { name: 'LIKE', run: likePattern(['any', { character: 'a' }, 'any', { character: '1' }, 'one', { character: 'b' }, 'any', { character: '"' }]) },
  { name: 'pattern of Java', longest: 20_000, units: ['(a)', '(?i)', '[a&&', '\\1', 'a?', '(?<=a)', '\\p{L}', 'a{9}', '(?:a|b)+'], begins: ['(', '[', '(?', 'a{', '\\Q'], run: (text) => new JavaRegex(text) },
  { name: 'text for a pattern of Java', longest: 20_000, begins: ['a'], run: (text) => ['(\\w+\\s?)*;', '\\s+$', '(a|aa)+$', 'a[^b]*b|a'].map((pattern) => attempt(() => new JavaRegex(pattern).split(text))) },
  { name: 'text for a pattern that goes back and forth', longest: 8000, begins: ['a'], run: (text) => new JavaRegex('(.)\\1+x').split(text) },
  { name: 'pattern of Python', longest: 20_000, units: ['(?:a)', '[a[', '\\b', 'a?', '(?<=a)', 'a{9}', '(?:a|b)+'], begins: ['(', '[', '(?', 'a{'], run: (text) => compileTokenPattern(text, new StepBudget(), refuser) },
  { name: 'text for a pattern of Python', longest: 20_000, begins: ['a'], run: (text) => ['\\w+@\\w+', '(?u)\\b\\w\\w+\\b'].map((pattern) => attempt(() => compileTokenPattern(pattern, new StepBudget(), refuser)(text))) },
  // Models and scripts
  { name: 'XGBoost', units: ['[', 'NaN,', '"a":{', '[$d#L', 'L\x00\x00\x00\x00\x00\x00\x00\x01', 'i\x01a'], begins: ['{"a":NaN,"', '{"a":NaN,', '{L\x00', 'binf'], run: (text) => loadXgboost(latin(text)) },
  { name: 'LightGBM', units: ['Tree=0\n', 'a=1\n', ' a', ' 1', 'Tree=0\nnum_leaves=1\nleaf_value=1\n\n'], begins: ['tree\n', 'tree\nversion=v4\nfeature_names='], run: (text) => loadLightgbm(latin(text)) },
  { name: 'CatBoost', begins: ['{"a":"', 'CBM1'], run: (text) => loadCatboost(latin(text)) },
  { name: 'kind of a model', begins: ['{"', 'tree\n', '\x80\x04'], run: (text) => findLibrary('model', latin(text)) },
  { name: 'pickle', units: ['(', ')', ']', '}', 'K\x01', 'K\x01K\x02', 'N', '0', '2', 'l', 't', 'e', 'a', 'u', '(l', '(K\x01e', 'q\x00', 'p1\n', 'h\x00', '\x94', '\x8c\x01a', "S'\\x41'\n", 'V\\u0041\n', 'I1\n', 'L1L\n', 'F1.5\n', 'ca\nb\n', 'ca\nb\n)R', '\x85', '\x86', '\x8f', '(\x90', '\x95\x00\x00\x00\x00\x00\x00\x00\x00'], begins: ['\x80\x04', 'I1', 'F1', "S'", 'V', '(', 'c', ']q\x00', '}q\x00('], run: (text) => readPickle(latin(text), { allow: inertGlobals }) },
  { name: '.npy of scikit-learn', begins: [npyHead("'descr': ["), npyHead("'shape': (")], run: (text) => readNpy(latin(text)) },
  { name: 'Java object', units: ['t\x00\x01a', 'p', 'w\x01a', 'sr\x00\x01a\x00\x00\x00\x00\x00\x00\x00\x01\x02\x00\x00xp', 'q\x00\x7e\x00\x00'], begins: ['\xac\xed\x00\x05', '\xac\xed\x00\x05t'], run: (text) => readJavaObject(latin(text)) },
  { name: 'vectors of words', begins: ['1 1\n', '1 1\na '], run: (text) => readWordVectors(latin(text)) },
  { name: 'Faiss index', begins: ['IxF2\x01\0\0\0', 'IwFl\x01\0\0\0', 'IxMp', 'IwPQ'], run: (text) => readFaissIndex(latin(text)) },
  { name: 'fastText', begins: ['\xba\x16O/\x0c\0\0\0', ''], run: (text) => readFasttext(latin(text)) },
  { name: 'MLeap bundle', begins: ['{"name":"'], run: (text) => openBundle(files('bundle.json', text)) },
  { name: 'requirements', units: ['a\\\n', '-r a ', 'a; b ', '\n', '#a\n', '-c a\n', ' --hash=a'], begins: ['-r ', 'a @ ', '"'], run: (text) => requirementLines(text).map(({ options }) => attempt(() => requirementOptions(options))) },
  { name: 'imports of a script', units: ['import a\n', ' import ', 'import ', 'from '], begins: ['import a', 'from a'], run: (text) => importedImagePackages([text], { a: 'b' }) },
  { name: 'words of a shell', units: ["'a", '"', '\\', ' ', 'a b '], begins: ["'", '"'], run: splitWords },
  { name: 'words of spark-submit', units: ['--conf ', '--conf=a=', 'a,', '--jars ', '-'], begins: ['--conf a=', '--py-files '], run: (text) => readSubmitWords(text.split(' ')) },
  { name: 'errors of a driver', units: ['a.', 'Error', 'Error: ', ': a\n', 'Exception in thread "', 'Traceback (most recent call last):\n'], begins: ['Exception in thread "', 'java.'], run: (text) => messageOf(text) },
  { name: 'rules.yaml', longest: 262_144, units: ['&a ', '!a ', '*a ', '- ', '? ', 'a: ', 'a: b\n', '[a,', '{a: '], begins: ['columns: ', '"', '{'], run: (text) => readRules(files('rules.yaml', text)) },
  { name: 'ensemble.yaml', longest: 65_536, units: ['&a ', '*a ', '- a\n'], begins: ['members: ['], run: (text) => readEnsemble(files('ensemble.yaml', text)) },
  { name: 'selected output', begins: ['predicted_label,'], run: readSelectedKeys },
];

function messageOf(text: string): string | undefined {
  const lines = new FailureLines();
  for (const line of text.split('\n')) lines.write(line);
  return FailureLines.messageOf([lines]);
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
