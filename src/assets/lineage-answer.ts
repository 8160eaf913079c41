import { graphvizOf, mermaidOf, type Lineage } from '@clearance/projections';
import { answer, type Answer } from '../http/answer.js';
import { Problem } from '../ledger/ports.js';

/** Forms in which lineage is answered; the first unless another is asked for. */
export const LINEAGE_TYPES = ['application/json', 'text/vnd.mermaid', 'text/vnd.graphviz'] as const;

type LineageType = (typeof LINEAGE_TYPES)[number];

export function lineageText(lineage: Lineage, type: Exclude<LineageType, 'application/json'>): Answer<string> {
  const headers = { 'content-type': `${type}; charset=utf-8`, 'clearance-position': lineage.position };
  return answer(type === 'text/vnd.mermaid' ? mermaidOf(lineage) : graphvizOf(lineage), { headers });
}

/** The form that an Accept header prefers: by its q, then in the order of the header. @throws Problem not-acceptable */
export function acceptedType(accept: string | undefined): LineageType {
  if (accept === undefined || accept.trim() === '') return LINEAGE_TYPES[0];
  const ranges = accept
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters
        .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
        .find((each) => each !== undefined);
      return { range: range.trim(), q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { range } of ranges) {
    const type = LINEAGE_TYPES.find((candidate) => matches(range, candidate));
    if (type !== undefined) return type;
  }
  throw new Problem('not-acceptable', `Lineage is answered as ${LINEAGE_TYPES.join(', ')}.`);
}

function matches(range: string, type: string): boolean {
  return range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}
