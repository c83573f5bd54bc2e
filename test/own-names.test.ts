import { globSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { SyntaxKind } from 'typescript/unstable/ast';
import {
  isBinaryExpression,
  isElementAccessExpression,
  isNumericLiteral,
  isStringLiteral,
} from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';
import { afterAll, describe, expect, it } from 'vitest';

/**
 * A plain object has more names than were put into it: `table[name]` with a name from outside may be `constructor`, and
 * a property `__proto__` that is set is no property. The compiler knows where a string that is not one of a few
 * literals chooses a property; all such places ask `own()`, or a Map.
 */

const root = resolve(import.meta.dirname, '..');
const api = new API({ cwd: root });
afterAll(() => api.close());

type Node = Parameters<typeof isElementAccessExpression>[0];

interface Lookup {
  readonly node: Node;
  /** What chooses the property. */
  readonly name: Node;
  readonly kind: 'read' | 'write' | 'in';
}

function lookupsIn(top: Node): Lookup[] {
  const found: Lookup[] = [];
  const visit = (node: Node, parent: Node | undefined): void => {
    if (isElementAccessExpression(node)) {
      const name = node.argumentExpression;
      if (!isNumericLiteral(name) && !isStringLiteral(name))
        found.push({ node, name, kind: isTarget(node, parent) ? 'write' : 'read' });
    } else if (
      isBinaryExpression(node) &&
      node.operatorToken.kind === SyntaxKind.InKeyword &&
      !isStringLiteral(node.left)
    )
      found.push({ node, name: node.left, kind: 'in' });
    node.forEachChild((child) => visit(child, node));
  };
  visit(top, undefined);
  return found;
}

const isTarget = (node: Node, parent: Node | undefined) =>
  parent !== undefined &&
  isBinaryExpression(parent) &&
  parent.left === node &&
  [SyntaxKind.EqualsToken, SyntaxKind.QuestionQuestionEqualsToken].includes(parent.operatorToken.kind);

/** Every place of a package's sources where a name that may be any string chooses a property. */
function placesOf(name: 'scoring' | 'server'): { place: string; kind: Lookup['kind'] }[] {
  const path = join(root, 'packages', name, 'tsconfig.json');
  const src = join(root, 'packages', name, 'src');
  const project = api.updateSnapshot({ openProjects: [path] }).getProject(path);
  if (project === undefined) throw new Error(`the compiler has no project ${path}`);
  const { program, checker } = project;
  return project.rootFiles.flatMap((file) => {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`the compiler does not know ${file}`);
    const lookups = lookupsIn(source);
    if (lookups.length === 0) return [];
    const types = checker.getTypeAtLocation(lookups.map(({ name }) => name));
    return lookups.flatMap(({ node, kind }, at) => {
      const type = types[at];
      if (type === undefined || checker.typeToString(type) !== 'string') return [];
      return [
        { place: `${name === 'scoring' ? 'scoring/' : ''}${relative(src, file)}: ${node.getText(source)}`, kind },
      ];
    });
  });
}

const places = (['scoring', 'server'] as const).flatMap(placesOf);
const of = (kind: Lookup['kind']) => places.flatMap((found) => (found.kind === kind ? [found.place] : []));

describe('names from outside', () => {
  it('are looked for in all sources', () => {
    expect(globSync('packages/*/src/**/*.ts', { cwd: root }).length).toBeGreaterThan(800);
    // The one place that must be there: else the compiler was not asked, or did not answer.
    expect(of('read')).toContain('scoring/util/own.ts: table[name]');
  });

  it('are read as own properties', () => {
    const allowed = [
      'scoring/util/own.ts: table[name]',
      // Names of headers in our own models.
      'entry/http/protocols/rest-json-1.ts: request.headers[member.header]',
      // Numbers of objects, as JSON keeps them.
      /^serving\/transform-job\/ledger\/(job-ledger\.ts: this\.#checkpoint\.open|left-outputs\.ts: (this\.#left|open))\[ordinal\]$/,
    ];
    const isAllowed = (place: string) =>
      allowed.some((one) => (typeof one === 'string' ? one === place : one.test(place)));
    expect(of('read').filter((place) => !isAllowed(place))).toEqual([]);
    expect(of('in')).toEqual([]);
  });

  it('are written to objects without a prototype, or are our own', () => {
    const known = [
      // The flag --env NAME=VALUE of the one who runs the command.
      'entry/cli/model-flags.ts: model.environment[name]',
      // Names of members and headers of our own models.
      'entry/http/protocols/rest-json-1.ts: headers[header]',
      'entry/http/protocols/rest-json-1.ts: input[label.name]',
      'entry/http/protocols/rest-json-1.ts: input[binding.payload]',
      'entry/http/protocols/rest-json-1.ts: input[member.name]',
      // Our own names of headers and ports.
      'operations/s3/object-headers.ts: headers[name]',
      // No prototype.
      "operations/s3/object-headers.ts: userMetadata[name.slice('x-amz-meta-'.length)]",
      'operations/s3/operations/get-object.ts: described[header]',
      // No prototype.
      'operations/s3/xml-tree-builder.ts: parent.children[name]',
      'operations/s3/xml-tree-builder.ts: parent.children[name]',
      'platform/storage/s3/read-object.ts: headers[name]',
      // Properties that are there.
      'scoring/text/replace-texts.ts: members[key]',
      // Columns of a saved model; what is read of a row is its own.
      'scoring/spark/from-spark-save/read-parquet.ts: defined(rows[row])[name]',
      // No prototype.
      'scoring/boosters/xgboost/format/read-ubjson.ts: object[key]',
      // Of the one name that is no property it is defined, not set.
      'scoring/doors/scored-rows.ts: answer[name]',
      // Of the one name that is no property the row is made in another way.
      'serving/container/function/host/row-maker.ts: row[name]',
      // Inputs of a model, for the runtime.
      // Numbers of objects.
      'serving/transform-job/ledger/left-outputs.ts: this.#left[ordinal]',
      'serving/transform-job/ledger/left-outputs.ts: this.#left[ordinal]',
    ];
    expect(of('write').sort()).toEqual(known.sort());
  });
});
