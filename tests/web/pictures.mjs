// Reads the pictures in the snapshots as those do who have to draw them: Mermaid by the real Mermaid, SVG by a parser
// of XML; and asks whether every text of the drawing is there, as a text. Further files of Mermaid are only read.
//
//     node pictures.mjs TOP [FILE.mermaid …]

import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { JSDOM } from 'jsdom';

const dom = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });

const [top, ...files] = process.argv.slice(2);
const drawings = join(top, 'fixtures', 'drawings');
const snapshots = join(top, 'tests', 'tests', 'snapshots');

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

function same(found, wanted, what) {
  const [one, other] = [JSON.stringify(found, null, 1), JSON.stringify(wanted, null, 1)];
  if (one !== other) throw new Error(`${what}: found ${one}, wanted ${other}`);
}

function holds(found, text, what) {
  if (!found.includes(text)) throw new Error(`${what}: ${JSON.stringify(text)} is not in ${JSON.stringify(found)}`);
}

/** A snapshot without its head. */
function snapshot(name) {
  return readFileSync(join(snapshots, `drawings__${name}.snap`), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
}

/** A text as a picture shows it. */
function shown(text) {
  const number = (char) => `⟨U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  return text
    .split(/[ \t\n\r]+/)
    .filter((word) => word !== '')
    .join(' ')
    .replace(/[\0-\x1f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
    .replaceAll('\x7f', '␡')
    .replace(/[\x80-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, number);
}

/** What Mermaid makes of its own escapes when it draws, on one line. */
function decoded(text) {
  return text.replaceAll('<br/>', ' ').replace(/ﬂ°°(\d+)¶ß/g, (_, number) => String.fromCodePoint(Number(number)));
}

/** The texts in order, each of which has to begin with the one of the drawing at its place. */
function begin(found, wanted, what) {
  same(found.length, wanted.length, `how many ${what} there are`);
  wanted.forEach((text, index) => holds(decoded(found[index]), shown(text), `${what} ${index}`));
}

const checks = {
  sequence(drawing, diagram) {
    same(diagram.type, 'sequence', 'the kind');
    const actors = [...diagram.db.getActors().values()];
    same(actors.map((actor) => decoded(actor.description)), drawing.lanes.map((lane) => shown(lane.label)), 'the lanes');
    const messages = diagram.db.getMessages().map((message) => decoded(message.message));
    const notes = drawing.note ? [drawing.note] : [];
    const said = drawing.steps.flatMap((step) => (step.mark || step.remark ? [step.label, step.remark ?? step.mark] : [step.label]));
    begin(messages, [...notes, ...said], 'messages and notes');
    same(decoded(diagram.db.getDiagramTitle()), shown(drawing.title), 'the title');
  },
  graph(drawing, diagram) {
    same(diagram.type, 'flowchart-v2', 'the kind');
    const vertices = [...diagram.db.getVertices().values()];
    same(vertices.filter((node) => node.id === 'note').map((node) => decoded(node.text)), [shown(drawing.note)], 'the note');
    const nodes = vertices.filter((node) => /^n\d+$/.test(node.id));
    same(nodes.map((node) => node.id).sort(), drawing.nodes.map((_, index) => `n${index}`).sort(), 'the nodes');
    drawing.nodes.forEach((node, index) => {
      const text = decoded(nodes.find((found) => found.id === `n${index}`).text);
      for (const part of [node.label, node.detail, node.remark]) if (part) holds(text, shown(part), `node ${index}`);
    });
    const drawn = diagram.db.getEdges().filter((edge) => edge.stroke !== 'invisible');
    const edges = drawn.map((edge) => [edge.start, edge.end]);
    const index = (id) => drawing.nodes.findIndex((node) => node.id === id);
    same(edges, drawing.edges.map((edge) => [`n${index(edge.from)}`, `n${index(edge.to)}`]), 'the edges');
    begin(drawn.map((edge) => edge.text), drawing.edges.map((edge) => edge.label ?? edge.mark ?? ''), 'edges');
    const titles = diagram.db.getSubGraphs().map((graph) => decoded(graph.title));
    for (const column of drawing.columns) holds(titles, shown(column.label), 'the columns');
    same(titles.length, drawing.columns.length + 1, 'how many columns there are');
  },
  timeline(drawing, diagram) {
    same(diagram.type, 'timeline', 'the kind');
    const events = diagram.db.getTasks().flatMap((task) => task.events);
    begin(events, drawing.events.map((event) => event.label), 'events');
    const days = new Set(drawing.events.map((event) => event.at.slice(0, 10)));
    same(diagram.db.getSections().map((section) => decoded(section)), [...days].map((day) => `${day} UTC`), 'the days');
  },
};

const names = readdirSync(drawings).filter((name) => name.endsWith('.json')).map((name) => basename(name, '.json')).sort();
for (const name of names) {
  const drawing = JSON.parse(readFileSync(join(drawings, `${name}.json`), 'utf8'));
  await test(`${name}, as Mermaid`, async () => {
    const text = snapshot(`${name}.mermaid`);
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
    checks[drawing.drawing](drawing, diagram);
    const { config } = await mermaid.parse(text);
    same(config, {}, 'what the text sets');
    if (drawing.note) holds(decoded(text.replace(/#(\d+);/g, 'ﬂ°°$1¶ß')).split('\n').slice(0, 3).join('\n'), shown(drawing.note), 'the first lines');
  });
  await test(`${name}, as SVG`, () => {
    const text = snapshot(`${name}.svg`);
    const svg = new dom.window.DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    same(svg.nodeName, 'svg', 'the outermost element');
    same(svg.getAttribute('role'), 'img', 'the role');
    const of = (attribute) => svg.querySelector(`#${svg.getAttribute(attribute)}`).textContent;
    same(of('aria-labelledby'), shown(drawing.title), 'the name');
    const told = of('aria-describedby');
    for (const part of [...(drawing.steps ?? drawing.nodes ?? drawing.events), ...(drawing.lanes ?? drawing.columns)])
      for (const text of [part.label, part.detail, part.remark]) if (text) holds(told, shown(text), 'the description');
    const drawn = [...svg.querySelectorAll('text')].map((text) => text.textContent);
    if (!name.startsWith('hostile'))
      for (const part of drawing.steps ?? drawing.nodes ?? drawing.events) holds(drawn, shown(part.label), 'the texts');
    const elements = new Set([...svg.querySelectorAll('*')].map((element) => element.localName));
    const known = ['title', 'desc', 'style', 'g', 'rect', 'path', 'polygon', 'text', 'tspan'];
    same([...elements].filter((element) => !known.includes(element)), [], 'elements that a picture is not made of');
    const attributes = [...svg.querySelectorAll('*')].flatMap((element) => element.getAttributeNames());
    same(attributes.filter((attribute) => /^on|href|^style$/.test(attribute)), [], 'attributes that could do something');
  });
}
for (const file of files) {
  await test(basename(file), async () => {
    await mermaid.parse(readFileSync(file, 'utf8'));
  });
}
await test('what is no Mermaid is told', async () => {
  const broken = await mermaid.parse('sequenceDiagram\nl0->>l1: one ; two\nflowchart', { suppressErrors: true });
  same(broken, false, 'what a broken text comes to');
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
