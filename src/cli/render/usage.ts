import { record, records, strings, text, type Json } from '../http/read.js';
import { namedLine, shownLines } from './lines.js';
import { printable, styleOf, type Paint } from './printable.js';
import { evidenceOf } from './register-parts.js';

/** A usage after a command, in a sentence. */
export function standingText(body: unknown): string {
  const usage = record(body);
  const { needed } = record(usage['quorum']);
  const people = needed === 1 ? '' : `, approved by ${quorumText(usage)}`;
  return `usage ${text(usage['id'])} is ${text(usage['state'])}${people}`;
}

/** `1 of 2`: how many people have approved, of how many it takes. */
export function quorumText(usage: Json): string {
  const { needed, have } = record(usage['quorum']);
  return `${text(have)} of ${text(needed)}`;
}

/** A usage with all that was said of it. */
export function usageText(paint: Paint, usage: Json): string {
  const state = text(usage['state']);
  const scope = record(usage['scope']);
  const window = record(scope['window']);
  return shownLines([
    `${printable(text(usage['id']))}  ${paint(styleOf(state), printable(state))}  ${printable(text(usage['purpose']))}`,
    ...records(usage['tools']).map((tool) =>
      namedLine('tool', `${text(tool['id'])} ${text(tool['version'])}  ${strings(tool['modes']).join(' ')}`),
    ),
    namedLine('performers', strings(usage['performers']).join(' ') || 'nobody'),
    namedLine('clears', `${strings(usage['rules']).join(' ')}  ${text(usage['kind'])}, ${text(usage['reach'])}`),
    namedLine('prominence', text(scope['prominence'])),
    namedLine(
      'where',
      [scope['classes'], scope['territories'], scope['languages'], scope['mediums']]
        .map((words) => strings(words).join(' '))
        .join(' / '),
    ),
    namedLine('window', windowText(window)),
    namedLine('note', text(usage['note'])),
    namedLine('proposed', `${text(usage['proposedAt'])}  by ${text(usage['proposedBy'])}`),
    namedLine('quorum', quorumText(usage)),
    ...records(usage['approvals']).map((row) =>
      namedLine(
        'approved',
        `${text(row['at'])}  by ${text(row['by'])}${row['inForce'] === true ? '' : ', ended'}  ${evidenceOf(row)}`,
      ),
    ),
    ...(['rejection', 'revocation'] as const).map((act) => decidedLine(act, record(usage[act]))),
    ...records(usage['conformances']).map((row) =>
      namedLine(
        'conforms',
        `${text(row['id'])}  ${text(row['digests'])} digests  by ${text(row['by'])}${row['revoked'] === null ? '' : ', revoked'}`,
      ),
    ),
  ]);
}

function windowText(window: Json): string {
  const [from, until] = [text(window['from']), text(window['until'])];
  return from === '' && until === '' ? '' : `${from || 'ever'} to ${until || 'no end'}`;
}

function decidedLine(name: string, act: Json): string {
  const reason = text(act['reason']);
  return reason === '' ? '' : namedLine(name, `${text(act['at'])}  by ${text(act['by'])}: ${reason}`);
}
