/** A small pack with one of everything, as YAML; line 1 is its first line. */
export const SMALL_PACK = `id: small
version: "1"
title: A small pack
notice: Not legal advice.
sources:
  - {id: book, title: The book, publisher: Us, published: "2026-01", read: "2026-02-03"}
replace: [base-generated]
tolerance: PT1H
switches:
  strict: {default: true, message: Everything counts}
approvals:
  - {kind: legal, by: counsel, maxAge: P30D, quorum: 2}
facts:
  asset:
    fields:
      genai: {values: [none, assistive, partial, full]}
      stage: {values: [temporary, candidate, deliverable], state: true, impliedBy: {class: {final: deliverable}}}
      size: {type: number}
      made: {type: time}
      regions: {type: words}
      note: {type: text}
      owner: {values: [us, them], favourableNeeds: {basis: [tracker], evidence: true}}
  use:
    fields:
      prominence: {values: [none, incidental, key]}
  tool:
    from: tool
    fields:
      trains: {values: ["no", "yes"]}
  vendor:
    from: vendor
    fields:
      assessed: {values: [pass, fail]}
  person:
    list: who
    fields:
      who: {type: text}
      seen: {values: ["no", "yes"]}
      consent: {type: text}
  consent:
    from: consent
    citedBy: person.consent
    fields:
      state: {values: [granted, none, withdrawn]}
      regions: {type: words}
vocabularies:
  digitalSourceType: {trainedAlgorithmicMedia: full, digitalCapture: none, composite: unknown}
rules:
  - id: R1
    title: Generated
    source: {doc: book, section: one, asOf: "2026-02-03"}
    outcome: approval
    when: {all: [{fact: asset.genai, gte: partial}, {switch: strict}]}
    message: "{root} is {asset.genai}"
    clears: {message: Counsel agrees, anyOf: [[{approval: legal}]]}
  - id: R2
    title: Seen
    source: {doc: book, section: two, asOf: "2026-02"}
    outcome: deny
    classes: [final]
    each: person
    at: now
    travels: rights
    when: {all: [{fact: person.seen, equals: "yes"}, {fact: consent.state, gt: granted}]}
    message: "{element} is seen in {root}"
    unknown: "{element} may be seen in {root}: {unknown}"
`;

/** The same with tests that hold. */
export const TESTED_PACK = `${SMALL_PACK}tests:
  - id: made
    title: Made by a tool that generates
    steps: [{tool: brush, version: "2", inputs: {paper: reference}}]
    tools: {brush: {class: generative, terms: {trains: "no"}}}
    facts: {asset.size: 3, person: []}
    use: {class: review}
    expect: {R1: approval}
  - id: met
    like: made
    switches: {strict: false}
    facts: {asset.size: null, person: [{who: ann, seen: "yes", consent: c9}]}
    consents: {c9: {state: granted, regions: ["*"]}}
    use: {class: final}
    expect: {}
    later:
      - after: P3D
        consents: {c9: {state: withdrawn}}
        expect: {R2/ann: deny}
        notices: []
        cleared: []
`;

/** The pack with one piece of its text exchanged. @throws TypeError where the piece is not there exactly once */
export function edited(from: string, to: string, text: string = SMALL_PACK): string {
  if (text.split(from).length !== 2)
    throw new TypeError(`"${from}" stands ${text.split(from).length - 1} times in the pack`);
  return text.replace(from, () => to);
}
