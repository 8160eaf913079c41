import type { PackSubject } from '@clearance/policy';

type Facts = Record<string, unknown>;

/**
 * The rules of the Netflix pack as somebody would write them by hand, for facts that are stated once and known: what matches, or
 * may for some use. It explains nothing, keeps no evidence, reduces no contradictions and treats nothing as unknown.
 */
export function rulesByHand({ dossier, registry, logTime }: PackSubject): string[] {
  let declared: Facts = {};
  let tool: { readonly id: string; readonly version: string } | undefined;
  for (const fact of dossier.facts) {
    if (fact.type === 'facts-declared')
      declared = Object.keys(declared).length === 0 ? fact.data.facts : { ...declared, ...fact.data.facts };
    else if (fact.type === 'generated-by-tool') tool = fact.data.tool;
    else if (fact.type === 'derived-from') tool = fact.data.tool;
  }
  const answer = tool === undefined ? null : registry.tool(tool, logTime);
  const generated = answer?.class === 'generative';
  const uses = generated || answer?.class === 'assistive';
  if (!uses) return [];
  const terms: Facts = answer.facts;
  const found = ['NFX-00'];
  const stage = declared['asset.stage'];
  const isLate = true; // For some class of delivery everything is late.
  const inputs = declared['input'] as readonly Facts[];
  const likeness = declared['likeness'] as readonly Facts[];
  const consentOf = (entry: Facts): Facts => registry.consent(String(entry['consent']), logTime).facts;
  const open = terms['enterpriseAgreement'] === 'no';
  const keeps = terms['storesIO'] === 'yes' || terms['trainsOnIO'] === 'yes';
  const union = declared['union.coveredRoleAffected'] === 'yes';
  const agreed = declared['union.agreementRef'] !== undefined;
  const untrained = declared['model.fineTuned'] === 'yes' && declared['model.trainingRights'] === 'uncleared';
  if (generated && declared['output.imitatesUnowned'] === 'yes') found.push('NFX-P1');
  if (keeps) found.push('NFX-P2');
  if (open) found.push('NFX-P3');
  if (generated && stage !== 'deliverable') found.push('NFX-P4');
  if (generated && !agreed && likeness.some((entry) => entry['kind'] === 'synthetic' && entry['recognizable'] === 'no'))
    found.push('NFX-P5');
  if (
    declared['output.imitatesUnowned'] !== 'yes' &&
    !keeps &&
    !open &&
    (stage === 'ideation' || stage === 'temporary') &&
    !union
  )
    found.push('NFX-P0');
  if (
    generated &&
    (isLate ||
      declared['output.personalData'] === 'yes' ||
      declared['output.thirdPartyIp'] === 'yes' ||
      likeness.some(
        (entry) => (entry['kind'] === 'alteration' || entry['kind'] === 'replica') && entry['recognizable'] === 'yes',
      ))
  )
    found.push('NFX-G1');
  if (
    inputs.some(
      (entry) =>
        (entry['rights'] === 'netflix_proprietary' || entry['sensitivity'] === 'personal_data') &&
        entry['permission'] === 'none',
    )
  )
    found.push('NFX-D1');
  if (untrained) found.push('NFX-D2', 'NFX-M5');
  if (generated) found.push('NFX-C1', 'NFX-F1', 'NFX-F3', 'NFX-F4', 'NFX-M2', 'NFX-M3');
  if (inputs.some((entry) => entry['references'] !== 'none' && entry['permission'] === 'none')) found.push('NFX-C2');
  for (const entry of likeness) {
    if (!generated) break;
    const consent = consentOf(entry);
    const real = entry['recognizable'] === 'yes';
    const invalid = consent['state'] !== 'granted' || !(consent['territories'] as readonly string[]).includes('*');
    const exempt = entry['asScripted'] === 'yes' || entry['unsafeForHuman'] === 'yes';
    const replica = entry['kind'] === 'replica';
    if ((replica || entry['kind'] === 'synthetic') && real && (invalid || consent['guildOk'] === 'no') && !exempt)
      found.push('NFX-T1');
    if (entry['intentChanged'] === 'yes') found.push('NFX-T2');
    if (replica && real && invalid && !exempt) found.push('NFX-T3');
    if (entry['kind'] === 'alteration' && real && !exempt && entry['customary'] === 'no' && invalid)
      found.push('NFX-T4');
    if (entry['kind'] !== 'none' && entry['mayHarm'] === 'yes') found.push('NFX-T6');
    if (replica && real) found.push('NFX-M4');
  }
  if (
    generated &&
    declared['model.ofPerformer'] === 'yes' &&
    (declared['model.scopeOfWork'] === 'outside' || declared['model.trainedForProduction'] !== 'none') &&
    declared['model.partiesConsent'] === 'none'
  )
    found.push('NFX-T5');
  if (generated && declared['ethics.mistakableForReal'] === 'yes') found.push('NFX-E1');
  if (generated && union && !agreed) found.push('NFX-E2');
  if (inputs.some((entry) => entry['sensitivity'] === 'sensitive' || entry['sensitivity'] === 'personal_data'))
    found.push('NFX-S1');
  if (open && (terms['termsReviewedAt'] === undefined || terms['trainsOnIO'] === 'yes')) found.push('NFX-S2');
  if (generated && declared['asset.media'] !== 'video') found.push('NFX-F2');
  if (stage === 'ideation') found.push('NFX-M1');
  if (generated && stage !== 'deliverable' && stage !== 'candidate') found.push('NFX-M2-story');
  for (const entry of inputs)
    if (entry['rights'] === 'netflix_proprietary') found.push(open ? 'NFX-M6-open' : 'NFX-M6');
  return found;
}
