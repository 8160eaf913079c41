import { assetIdFault, PRODUCTION_ID, REGISTRY_ID } from '../../shared/ids.js';
import type { AssetFact, FactType, InputRef, ListPart, MembersIdentifiedData } from '../events.js';
import { retractedEvents } from '../fold.js';
import { factShape } from '../shapes.js';
import type { AssetState } from '../state.js';

export interface FactFault {
  readonly pointer: string;
  readonly message: string;
}

/**
 * What is malformed in the facts of one request: whatever passes here can be folded. Long lists must agree with the parts
 * that came before them from the same source.
 */
export function factFaults(
  state: AssetState,
  facts: readonly AssetFact[],
  source: string | null,
  pointerOf: (type: FactType) => string,
): FactFault[] {
  if (facts.length === 0) return [{ pointer: '/data', message: 'must report at least one fact' }];
  return facts.flatMap((fact) => {
    const at = pointerOf(fact.type);
    const misshapen = factShape(fact.type)(fact.data, at);
    return misshapen === null ? meaningFaults(state, fact, source, at) : [misshapen];
  });
}

function meaningFaults(state: AssetState, fact: AssetFact, source: string | null, at: string): FactFault[] {
  switch (fact.type) {
    case 'bytes-identified':
      return noDigest(fact.data.digests, `${at}/digests`);
    case 'members-identified':
      return [...partFaults(state, fact.type, fact.data, source, at), ...memberFaults(state, fact.data, source, at)];
    case 'derived-from':
      return [
        ...(fact.data.inputs.length === 0
          ? [{ pointer: `${at}/inputs`, message: 'must name at least one input (what an asset is derived from)' }]
          : []),
        ...inputFaults(fact.data.inputs, `${at}/inputs`),
        ...partFaults(state, fact.type, fact.data, source, at),
      ];
    case 'generated-by-tool':
      return [
        ...inputFaults(fact.data.inputs ?? [], `${at}/inputs`),
        ...inputFaults(fact.data.references ?? [], `${at}/references`),
        ...partFaults(state, fact.type, fact.data, source, at),
      ];
    case 'superseded':
      return supersededFaults(state, fact.data.by, `${at}/by`);
    case 'made-under':
      return REGISTRY_ID.test(fact.data.usage)
        ? []
        : [{ pointer: `${at}/usage`, message: 'must be the id of a usage' }];
    case 'aliased':
      return fact.data.aliases.length === 0
        ? [{ pointer: `${at}/aliases`, message: 'must name at least one alias' }]
        : [];
    case 'origin-detected':
      return fact.data.signals.length === 0
        ? [{ pointer: `${at}/signals`, message: 'must hold at least one signal' }]
        : [];
    default:
      return [];
  }
}

function inputFaults(inputs: readonly InputRef[], at: string): FactFault[] {
  return inputs.flatMap((input, index) => {
    const here = `${at}/${index}`;
    const { asset, digest, production } = input;
    if ((asset === undefined) === (digest === undefined)) {
      return [{ pointer: here, message: 'must name an asset or a digest, one of them' }];
    }
    if (asset === undefined) {
      if (production !== undefined) return [{ pointer: `${here}/production`, message: 'goes with an asset only' }];
      return noDigest(digest ?? {}, `${here}/digest`);
    }
    const idFault = assetIdFault(asset);
    if (idFault !== null) return [{ pointer: `${here}/asset`, message: idFault }];
    if (production !== undefined && !PRODUCTION_ID.test(production)) {
      return [{ pointer: `${here}/production`, message: 'is no production id' }];
    }
    return [];
  });
}

function noDigest(digests: object, pointer: string): FactFault[] {
  return Object.values(digests).some((value) => value !== undefined)
    ? []
    : [{ pointer, message: 'must hold at least one digest' }];
}

function supersededFaults(state: AssetState, by: string, pointer: string): FactFault[] {
  const idFault = assetIdFault(by);
  if (idFault !== null) return [{ pointer, message: idFault }];
  return by === state.id ? [{ pointer, message: 'must be another asset: nothing supersedes itself' }] : [];
}

/** L4: a list in parts = asset + event type + source + `list`. */
function partFaults(state: AssetState, type: FactType, data: ListPart, source: string | null, at: string): FactFault[] {
  const { list, part, parts } = data;
  if (part === undefined && parts === undefined) {
    return list === undefined ? [] : [{ pointer: `${at}/list`, message: 'goes with part and parts' }];
  }
  if (parts === undefined) return [{ pointer: `${at}/parts`, message: 'must say how many parts there are' }];
  if (part === undefined) return [{ pointer: `${at}/part`, message: 'must say which part this is' }];
  if (parts < 1) return [{ pointer: `${at}/parts`, message: 'must be 1 or more' }];
  if (part < 1 || part > parts) return [{ pointer: `${at}/part`, message: `must be between 1 and ${parts}` }];
  const before = listMates(state, type, list, source).find((mate) => mate.parts !== parts);
  if (before === undefined) return [];
  return [
    { pointer: `${at}/parts`, message: `must be ${before.parts}, as in the parts of this list that came before` },
  ];
}

/** Parts of the same list that stand; a retracted one binds nobody. */
function listMates(state: AssetState, type: FactType, list: string | undefined, source: string | null): ListPart[] {
  const retracted = retractedEvents(state);
  return state.facts
    .filter((fact) => fact.type === type && fact.source === source && !retracted.has(fact.event))
    .map((fact) => fact.data as ListPart)
    .filter((mate) => mate.list === list && mate.parts !== undefined);
}

function memberFaults(state: AssetState, data: MembersIdentifiedData, source: string | null, at: string): FactFault[] {
  if (data.members.length === 0) return [{ pointer: `${at}/members`, message: 'must name at least one member' }];
  const before = state.facts.filter((fact) => fact.type === 'members-identified' && fact.source === source);
  const other = new Set<string>();
  for (const fact of before) {
    const said = fact.data as MembersIdentifiedData;
    if (said.part === data.part) {
      if (!sameNames(said, data))
        return [{ pointer: `${at}/members`, message: `part ${data.part} came before with other members` }];
    } else for (const member of said.members) other.add(member.name);
  }
  const seen = new Set<string>();
  return data.members.flatMap((member, index) => {
    const here = `${at}/members/${index}`;
    if (member.name === '') return [{ pointer: `${here}/name`, message: 'must not be empty' }];
    const again = seen.has(member.name) || other.has(member.name);
    seen.add(member.name);
    if (again) return [{ pointer: `${here}/name`, message: `${member.name} is named twice` }];
    return noDigest(member.digests, `${here}/digests`);
  });
}

function sameNames(a: MembersIdentifiedData, b: MembersIdentifiedData): boolean {
  const names = new Set(a.members.map((member) => member.name));
  return names.size === b.members.length && b.members.every((member) => names.has(member.name));
}
