import type { Lineage, LineageNode } from './lineage.js';

/** The lineage as a Mermaid flowchart (text/vnd.mermaid). Arrows lead from what was used to what was made from it. */
export function mermaidOf(lineage: Lineage): string {
  const names = numbered(lineage.nodes);
  const lines = lineage.nodes.map(
    (node) => `  ${names.get(node.asset)}["${entities(labelOf(node))}"]:::${classOf(node)}`,
  );
  const edges = lineage.edges.map(({ from, to, kind }) => `  ${names.get(to)} -->|${kind}| ${names.get(from)}`);
  const styles = [
    '  classDef clear fill:#e3f4e3,stroke:#2d7a2d',
    '  classDef blocked fill:#fbe3e3,stroke:#a32020',
    '  classDef open fill:#fdf3d8,stroke:#9a6b00',
  ];
  return ['flowchart LR', ...lines, ...edges, ...styles, ...note(lineage, '%%'), ''].join('\n');
}

/** The lineage as a Graphviz digraph (text/vnd.graphviz). */
export function graphvizOf(lineage: Lineage): string {
  const lines = lineage.nodes.map(
    (node) => `  ${quoted(node.asset)} [label=${quoted(labelOf(node))}, color=${COLOURS[classOf(node)]}];`,
  );
  const edges = lineage.edges.map(
    ({ from, to, kind }) => `  ${quoted(to)} -> ${quoted(from)} [label=${quoted(kind)}];`,
  );
  return [
    'digraph lineage {',
    '  rankdir=LR;',
    '  node [shape=box];',
    ...lines,
    ...edges,
    ...note(lineage, '  //'),
    '}',
    '',
  ].join('\n');
}

type NodeClass = 'clear' | 'blocked' | 'open';
const COLOURS: Readonly<Record<NodeClass, string>> = { clear: 'darkgreen', blocked: 'red3', open: 'orange3' };

function classOf({ state }: LineageNode): NodeClass {
  if (state === 'clear' || state === 'approved') return 'clear';
  return state === 'needs-approval' || state === 'escalated' ? 'open' : 'blocked';
}

function labelOf(node: LineageNode): string {
  return `${node.asset} (${node.registered ? node.state : 'not registered'})`;
}

function numbered(nodes: readonly LineageNode[]): Map<string, string> {
  return new Map(nodes.map((node, index) => [node.asset, `n${index}`]));
}

function note(lineage: Lineage, comment: string): string[] {
  return lineage.truncated ? [`${comment} depth or limit left something out`] : [];
}

/** Mermaid reads its own syntax inside quoted labels; entities keep every name what it is. */
function entities(text: string): string {
  return text.replaceAll(/[^\w .:/@()-]/gu, (character) => `#${character.codePointAt(0)};`);
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
}
