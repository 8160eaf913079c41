import type { Digests, EdgeKind, InputRef, ToolRef } from '@clearance/domain';
import type { Dossier, EventRef, Resolver } from '@clearance/policy';

/** One input as it was named, and where it leads. */
export interface InputView {
  /** Display id of the content it leads to, else the id it was named by; null where only an unknown digest was given. */
  readonly asset: string | null;
  /** Only where it is another one. */
  readonly production: string | null;
  readonly digest: Digests | null;
  readonly kind: EdgeKind;
  readonly registered: boolean;
  readonly tool: ToolRef | null;
  readonly evidence: EventRef;
}

/** What was made with which tool, by the word of one event. */
export interface GenerationView {
  readonly tool: ToolRef;
  readonly model: string | null;
  readonly at: string;
  readonly by: string;
  readonly evidence: EventRef;
}

/** Unretracted inputs in log order, each (where it leads, kind) once; those that lead to the content itself are no inputs (L1). */
export function inputsOf(dossier: Dossier, resolver: Resolver): InputView[] {
  const production = dossier.claims[0]?.production ?? '';
  const seen = new Set<string>();
  return dossier.facts.flatMap((fact) => {
    if (fact.type !== 'derived-from' && fact.type !== 'generated-by-tool') return [];
    const references = 'references' in fact.data ? (fact.data.references ?? []) : [];
    const named = [
      ...(fact.data.inputs ?? []),
      ...references.map((reference) => ({ ...reference, kind: 'reference' as const })),
    ];
    return named.flatMap((input): InputView[] => {
      const target = targetOf(input, production, resolver);
      const key = JSON.stringify([target.asset, target.production, target.digest, input.kind]);
      if (target.asset === dossier.content || seen.has(key)) return [];
      seen.add(key);
      const evidence = { stream: fact.stream, revision: fact.revision };
      return [{ ...target, kind: input.kind, tool: fact.data.tool ?? null, evidence }];
    });
  });
}

export function generationsOf(dossier: Dossier): GenerationView[] {
  return dossier.facts.flatMap((fact) =>
    fact.type === 'generated-by-tool'
      ? [
          {
            tool: fact.data.tool,
            model: fact.data.model ?? null,
            at: fact.occurredAt,
            by: fact.subject,
            evidence: { stream: fact.stream, revision: fact.revision },
          },
        ]
      : [],
  );
}

function targetOf(
  input: InputRef,
  production: string,
  resolver: Resolver,
): Pick<InputView, 'asset' | 'production' | 'digest' | 'registered'> {
  if (input.asset !== undefined) {
    // L6: what another production does not share is not ours to show; the name it was given is.
    if (input.production !== undefined && input.production !== production) {
      const shared = resolver.asset(input.asset, input.production);
      return {
        asset: input.asset,
        production: input.production,
        digest: null,
        registered: shared?.registered ?? false,
      };
    }
    const found = resolver.asset(input.asset);
    return {
      asset: found?.content ?? input.asset,
      production: null,
      digest: null,
      registered: found?.registered ?? false,
    };
  }
  const digest = input.digest ?? {};
  const content = resolver.digest(digest);
  return { asset: content, production: null, digest, registered: content !== null };
}
