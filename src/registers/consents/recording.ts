import type { RecordConsentCommand } from '@clearance/domain';
import { plainOf } from '../../http/fields/index.js';
import { Problem } from '../../ledger/ports.js';
import type { RecordConsentDto } from './consents.dto.js';

/**
 * Consents and licences are one machine, told apart by who gives them.
 * @throws Problem invalid-request where it is neither or both, or a consent does not say how it stands with the union.
 */
export function recordingOf(body: RecordConsentDto): RecordConsentCommand {
  const { id: _, performer, licensor, guildOk, ...agreed } = plainOf(body) as RecordConsentDto;
  if (performer != null && licensor != null) throw fault('/licensor', 'excludes /performer', 'one-of');
  const party = performer ?? licensor;
  if (party == null) throw fault('/performer', 'is required, or /licensor for a licence', 'required');
  const kind = performer == null ? 'licence' : 'consent';
  if (kind === 'consent' && guildOk == null) throw fault('/guildOk', 'is required for a consent', 'required');
  return { ...agreed, kind, party, guildOk: guildOk ?? 'unknown' };
}

function fault(pointer: string, message: string, code: string): Problem {
  return new Problem('invalid-request', `${pointer} ${message}.`, {}, [{ pointer, message, code }]);
}
