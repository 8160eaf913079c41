import { recordedScope, scopeFault } from '../../shared/body.js';
import { accepted, refused, type Decision, type DecisionContext, type Refusal } from '../../shared/decision.js';
import { derivedId } from '../../shared/envelope.js';
import { alreadyExists, invalidRequest, registryIdFault, replayed } from '../../shared/guards.js';
import { isVersionPattern } from '../../tool/version-pattern.js';
import { MAX_USAGE_ENTRIES } from '../bounds.js';
import type { UsageEvent, UsageProposedData, UsageTool } from '../events.js';
import type { UsageState } from '../fold.js';

export type ProposeUsageCommand = Omit<UsageProposedData, 'note'> & { readonly note?: string | null };

export interface ProposeUsageSituation {
  /** Why an approval of the kind asked for would clear no finding of a rule; null where it would. */
  readonly clearFault: (rule: string, kind: string) => string | null;
}

/** Says what is to be made before it is; changes nothing until a second person approves. */
export function decideProposeUsage(
  state: UsageState,
  command: ProposeUsageCommand,
  situation: ProposeUsageSituation,
  context: DecisionContext,
): Decision<UsageEvent> {
  const before = replayed<UsageEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    registryIdFault(state.id) ??
    bodyFault(command) ??
    rulesFault(command, situation) ??
    (state.proposed === null ? null : alreadyExists(`The usage ${state.id}`, state.id));
  if (refusal !== null) return refused(refusal);
  const { purpose, tools, performers, kind, rules, reach, scope } = command;
  return accepted({
    type: 'proposed',
    data: {
      purpose,
      tools: tools.map(({ id, version, modes }): UsageTool => ({ id, version, modes: [...new Set(modes)] })),
      performers: [...new Set(performers)],
      kind,
      rules: [...new Set(rules)],
      reach,
      scope: recordedScope(scope),
      note: command.note ?? null,
    },
  });
}

export const usageIdOf = (dedup: string): string => derivedId('usg', dedup);

function bodyFault({ purpose, tools, performers, rules, scope }: ProposeUsageCommand): Refusal | null {
  if (purpose.trim() === '') return invalidRequest('/purpose', 'must say what is to be made');
  for (const [member, entries] of Object.entries({ tools, performers, rules })) {
    if (entries.length > MAX_USAGE_ENTRIES) return invalidRequest(`/${member}`, `must be at most ${MAX_USAGE_ENTRIES}`);
  }
  if (tools.length === 0) return invalidRequest('/tools', 'must name at least one tool');
  const unnamed = performers.findIndex((performer) => performer.trim() === '' || performer === '*');
  if (unnamed >= 0) return invalidRequest(`/performers/${unnamed}`, 'must be the opaque id of one performer');
  return toolsFault(tools) ?? scopeFault(scope);
}

function toolsFault(tools: readonly UsageTool[]): Refusal | null {
  for (const [index, { id, version, modes }] of tools.entries()) {
    const at = `/tools/${index}`;
    const fault =
      registryIdFault(id, `${at}/id`) ??
      (isVersionPattern(version)
        ? null
        : invalidRequest(`${at}/version`, 'must be a version, the beginning of one followed by ".*", or "*"')) ??
      modesFault(modes, `${at}/modes`);
    if (fault !== null) return fault;
  }
  return null;
}

/** "*" beside others would hide that it is all of them. */
function modesFault(modes: readonly string[], at: string): Refusal | null {
  if (modes.length === 0) return invalidRequest(at, 'must name at least one mode; ["*"] means any');
  if (modes.includes('*') && modes.length > 1) return invalidRequest(at, 'must be ["*"] alone, or modes by name');
  const blank = modes.findIndex((mode) => mode.trim() === '');
  return blank < 0 ? null : invalidRequest(`${at}/${blank}`, 'must not be blank');
}

function rulesFault({ rules, kind }: ProposeUsageCommand, { clearFault }: ProposeUsageSituation): Refusal | null {
  if (rules.length === 0) return invalidRequest('/rules', 'must name at least one rule');
  const errors = rules.flatMap((rule, index) => {
    const message = clearFault(rule, kind);
    return message === null ? [] : [{ pointer: `/rules/${index}`, message }];
  });
  const [first] = errors;
  return first === undefined ? null : { slug: 'approval-kind', detail: `${first.pointer} ${first.message}`, errors };
}
