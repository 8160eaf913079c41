/** A small pack of a studio, with tests that hold; `parts` exchanges pieces of its text. */
export function housePack(
  id: string,
  version = '1',
  ...parts: readonly (readonly [from: string, to: string])[]
): string {
  return parts.reduce(
    (text, [from, to]) => {
      if (text.split(from).length !== 2) throw new Error(`"${from}" does not stand once in the pack`);
      return text.replace(from, () => to);
    },
    textOf(id, version),
  );
}

const textOf = (id: string, version: string) => `id: ${id}
version: '${version}'
title: House rules of ${id}
notice: A house rule. Not legal advice.
sources:
  - { id: handbook, title: Handbook, publisher: Acme, published: '2026-01', read: '2026-02-01' }
switches:
  askForLicence: { default: true, message: Library material needs a licence on record }
facts:
  asset:
    fields:
      genai: { values: [none, assistive, partial, full] }
      source: { values: [own, library] }
      licence: { values: ['yes', 'no'] }
  use:
    fields:
      prominence: { values: [none, incidental, story_relevant, key_element] }
rules:
  - id: ${id.toUpperCase()}-1
    title: Library material without a licence
    source: { doc: handbook, section: '4.2', asOf: '2026-02-01' }
    outcome: approval
    when:
      all:
        - { switch: askForLicence }
        - { fact: asset.source, equals: library }
        - { fact: asset.licence, equals: 'no' }
        - { fact: use.prominence, gte: story_relevant }
    message: '{root} comes from a library and no licence is on record'
    clears: { message: The licensing desk approves, anyOf: [[{ approval: written }]] }
  - id: ${id.toUpperCase()}-2
    title: Made with AI
    source: { doc: handbook, section: '5', asOf: '2026-02-01' }
    outcome: escalate
    when: { fact: asset.genai, gte: assistive }
    message: '{root} was made with AI ({asset.genai})'
    clears: { message: Somebody who may decides, anyOf: [[{ ruling: true }]] }
tests:
  - id: prominent
    facts: { asset.source: library, asset.licence: 'no', asset.digitalSourceType: digitalCapture }
    use: { prominence: key_element }
    expect: { ${id.toUpperCase()}-1: approval }
  - id: generated
    like: prominent
    facts: { asset.licence: 'yes', asset.digitalSourceType: composite }
    expect: { ${id.toUpperCase()}-2: escalate }
vocabularies:
  digitalSourceType: { digitalCapture: none }
`;
