// Written by scripts/bundle-packs.mjs from the YAML files beside it. Change those, and run `npm run packs`.
import type { PackDocument } from '../pack/format.js';

/** The packs that come with the ledger, by id. */
export const BUNDLED_PACKS: readonly PackDocument[] = [
  {
    id: 'eu-ai-act-50',
    version: '2026.08',
    title: 'EU AI Act, Article 50, disclosure',
    notice:
      'A reading of Article 50 from secondary sources, in our own words. Not legal advice; check the regulation and its guidelines before relying on it. Its duties apply from 2026-08-02.',
    sources: [
      {
        id: 'eu-ai-act',
        title: 'Regulation (EU) 2024/1689, Article 50',
        publisher: 'European Union',
        url: 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj',
        published: '2024-07-12',
        read: '2026-07-01',
      },
    ],
    facts: {
      asset: { fields: { genai: { values: ['none', 'assistive', 'partial', 'full'] } } },
      marking: {
        title: 'Marking of the output',
        fields: {
          machineReadable: {
            title: 'Marked so that machines detect it',
            values: ['yes', 'no'],
            favourableNeeds: { evidence: true },
          },
        },
      },
      output: {
        title: 'What the output shows',
        fields: {
          resemblesExisting: { title: 'Existing persons, places, objects or events', values: ['no', 'yes'] },
          looksAuthentic: { title: 'Would be taken for authentic', values: ['no', 'yes'] },
          evidentlyArtistic: { title: 'Evidently artistic, creative, satirical or fictional', values: ['yes', 'no'] },
        },
      },
      disclosure: {
        title: 'How an audience is told',
        fields: {
          planned: {
            title: 'Told clearly by first exposure',
            values: ['yes', 'no'],
            state: true,
            favourableNeeds: { evidence: true },
          },
          form: { title: 'In which form', values: ['notice', 'label', 'credit_line', 'none'], state: true },
        },
      },
    },
    switches: {
      onMarketBeforeAugust2026: {
        default: false,
        message:
          'The systems used were on the market before 2026-08-02, so that machine-readable marking is due from 2026-12-02 only. On: its absence is not reported.',
      },
    },
    approvals: [{ kind: 'disclosure', by: 'whoever answers for disclosure in the production', maxAge: 'P180D' }],
    vocabularies: {
      digitalSourceType: {
        trainedAlgorithmicMedia: 'full',
        trainedAlgorithmicData: 'full',
        compositeWithTrainedAlgorithmicMedia: 'partial',
        compositeSynthetic: 'partial',
        digitalCapture: 'none',
        computationalCapture: 'none',
        negativeFilm: 'none',
        positiveFilm: 'none',
        print: 'none',
        humanEdits: 'none',
        minorHumanEdits: 'none',
        digitalCreation: 'none',
        digitalArt: 'none',
        dataDrivenMedia: 'none',
        algorithmicMedia: 'none',
        screenCapture: 'none',
        compositeCapture: 'none',
        empty: 'none',
      },
    },
    tolerance: 'PT0S',
    replace: [],
    rules: [
      {
        id: 'EU50-2',
        title: 'Generated output is marked for machines',
        source: { doc: 'eu-ai-act', section: '50(2)', asOf: '2026-07-01' },
        outcome: 'escalate',
        classes: ['final', 'marketing', 'dub'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            {
              fact: 'use.territories',
              overlaps: [
                'AT',
                'BE',
                'BG',
                'CY',
                'CZ',
                'DE',
                'DK',
                'EE',
                'ES',
                'FI',
                'FR',
                'GR',
                'HR',
                'HU',
                'IE',
                'IT',
                'LT',
                'LU',
                'LV',
                'MT',
                'NL',
                'PL',
                'PT',
                'RO',
                'SE',
                'SI',
                'SK',
              ],
            },
            { fact: 'marking.machineReadable', equals: 'no' },
            { not: { switch: 'onMarketBeforeAugust2026' } },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is generated and carries no marking that machines detect',
        unknown: 'nobody stated with evidence that {root} carries a marking that machines detect: {unknown}',
        clears: {
          message: 'It is marked, or somebody who may decides',
          anyOf: [[{ fact: 'marking.machineReadable', equals: 'yes' }], [{ ruling: true }]],
        },
      },
      {
        id: 'EU50-4',
        title: 'A deep fake is disclosed, with or without consent',
        source: { doc: 'eu-ai-act', section: '50(4)', asOf: '2026-07-01' },
        outcome: 'deny',
        classes: ['final', 'marketing', 'dub'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            {
              fact: 'use.territories',
              overlaps: [
                'AT',
                'BE',
                'BG',
                'CY',
                'CZ',
                'DE',
                'DK',
                'EE',
                'ES',
                'FI',
                'FR',
                'GR',
                'HR',
                'HU',
                'IE',
                'IT',
                'LT',
                'LU',
                'LV',
                'MT',
                'NL',
                'PL',
                'PT',
                'RO',
                'SE',
                'SI',
                'SK',
              ],
            },
            { fact: 'output.resemblesExisting', equals: 'yes' },
            { fact: 'output.looksAuthentic', equals: 'yes' },
            {
              any: [
                { fact: 'disclosure.form', equals: 'none' },
                {
                  all: [
                    { fact: 'disclosure.form', equals: 'credit_line' },
                    { fact: 'output.evidentlyArtistic', equals: 'no' },
                  ],
                },
              ],
            },
          ],
        },
        travels: 'content',
        hint: false,
        message:
          '{root} resembles what exists and would be taken for authentic, and its disclosure ({disclosure.form}) is not enough',
        unknown: '{root} may be a deep fake, and its disclosure may not be enough: {unknown}',
        clears: {
          message: 'It is disclosed; in an evidently artistic work a credit line is enough',
          anyOf: [
            [{ fact: 'disclosure.form', in: ['notice', 'label'] }],
            [
              { fact: 'output.evidentlyArtistic', equals: 'yes' },
              { fact: 'disclosure.form', equals: 'credit_line' },
            ],
            [{ replace: true }],
          ],
        },
      },
      {
        id: 'EU50-4-art',
        title: 'An evidently artistic work may disclose with restraint',
        source: { doc: 'eu-ai-act', section: '50(4)', asOf: '2026-07-01' },
        outcome: 'notice',
        classes: ['final', 'marketing', 'dub'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'output.resemblesExisting', equals: 'yes' },
            { fact: 'output.evidentlyArtistic', equals: 'yes' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is evidently artistic: a form that does not spoil the work, such as a credit line, is enough',
        unknown: '{root} may be evidently artistic: {unknown}',
      },
      {
        id: 'EU50-5',
        title: 'The disclosure is planned before a delivery to the Union',
        source: { doc: 'eu-ai-act', section: '50(5)', asOf: '2026-07-01' },
        outcome: 'approval',
        classes: ['final', 'marketing', 'dub'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            {
              fact: 'use.territories',
              overlaps: [
                'AT',
                'BE',
                'BG',
                'CY',
                'CZ',
                'DE',
                'DK',
                'EE',
                'ES',
                'FI',
                'FR',
                'GR',
                'HR',
                'HU',
                'IE',
                'IT',
                'LT',
                'LU',
                'LV',
                'MT',
                'NL',
                'PL',
                'PT',
                'RO',
                'SE',
                'SI',
                'SK',
              ],
            },
            { fact: 'disclosure.planned', equals: 'no' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is generated, goes to the European Union, and no disclosure is planned',
        unknown:
          '{root} may be generated, goes to the European Union, and nobody showed that a disclosure is planned: {unknown}',
        clears: {
          message: 'The disclosure is planned and shown, or whoever answers for it approves',
          anyOf: [[{ fact: 'disclosure.planned', equals: 'yes' }], [{ approval: 'disclosure' }]],
        },
      },
    ],
  },
  {
    id: 'netflix-genai',
    version: '2025.11',
    title: 'Netflix, generative AI in content production',
    notice:
      'Rules read from a public page by the authors of this ledger, in their own words. Not legal advice, and not endorsed by Netflix: the page and your Netflix contact decide.',
    sources: [
      {
        id: 'netflix-genai',
        title: 'Using Generative AI in Content Production',
        publisher: 'Netflix, Partner Help Center',
        published: '2025-08',
        read: '2025-11-11',
      },
    ],
    facts: {
      asset: {
        title: 'The asset',
        fields: {
          stage: {
            title: 'How far it has come',
            values: ['ideation', 'temporary', 'candidate', 'deliverable'],
            state: true,
            impliedBy: {
              class: { final: 'deliverable', marketing: 'deliverable', dub: 'deliverable', turnover: 'candidate' },
            },
          },
          genai: { title: 'How much of it is generated', values: ['none', 'assistive', 'partial', 'full'] },
          media: { title: 'What it is', values: ['model', '3d', 'video', 'image', 'text', 'audio', 'music', 'voice'] },
        },
      },
      use: {
        title: 'Its use in a delivery',
        fields: {
          onScreen: { title: 'Seen or heard in the cut', values: ['no', 'yes'] },
          prominence: { title: 'How prominent it is', values: ['none', 'incidental', 'story_relevant', 'key_element'] },
          humanInput: { title: 'What people put into the final form', values: ['meaningful', 'some', 'none'] },
        },
      },
      usage: {
        title: 'How the use of AI was handled',
        fields: {
          disclosed: { title: 'Disclosed to the Netflix contact', values: ['yes', 'no'] },
          flaggedEarly: { title: 'Flagged early', values: ['yes', 'no'] },
          earlyTest: { title: 'An early test was shown', values: ['yes', 'no'] },
        },
      },
      output: {
        title: 'What the output contains',
        fields: {
          imitatesUnowned: {
            title: 'Identifiable features of work the production does not own',
            values: ['no', 'yes'],
          },
          personalData: { title: 'Personal information', values: ['no', 'yes'] },
          thirdPartyIp: { title: 'Intellectual property of somebody else', values: ['no', 'yes'] },
        },
      },
      input: {
        title: 'What went into the tool, prompts included',
        list: 'asset',
        fields: {
          asset: { title: 'The input', type: 'text' },
          rights: {
            title: 'Who owns it',
            values: ['production_owned', 'third_party_cleared', 'netflix_proprietary', 'third_party_uncleared'],
            favourableNeeds: { values: ['third_party_cleared'], evidence: true },
          },
          sensitivity: { title: 'How sensitive it is', values: ['public', 'production', 'sensitive', 'personal_data'] },
          references: {
            title: 'What it refers to',
            values: ['none', 'known_performer', 'public_figure', 'deceased_person', 'copyrighted_work'],
          },
          permission: {
            title: 'Explicit permission to use it so',
            values: ['granted', 'none'],
            favourableNeeds: { evidence: true },
          },
        },
      },
      likeness: {
        title: 'Performers who can be seen or heard',
        list: 'performer',
        fields: {
          performer: { title: 'Opaque id of the performer', type: 'text' },
          kind: { title: 'What was done', values: ['none', 'alteration', 'synthetic', 'replica'] },
          recognizable: { title: 'The performer can be recognised', values: ['no', 'yes'] },
          asScripted: { title: 'Substantially as scripted, performed or recorded', values: ['yes', 'no'] },
          customary: { title: 'Customary: cosmetic, noise, timing, pitch, continuity, dubbing', values: ['yes', 'no'] },
          unsafeForHuman: { title: 'Unsafe for a person to perform', values: ['yes', 'no'] },
          intentChanged: { title: 'Tone, delivery or intent significantly changed', values: ['no', 'yes'] },
          mayHarm: { title: 'Poor in quality or harmful to reputation or dignity', values: ['no', 'yes'] },
          consent: { title: 'Consent that covers it; "none" where there is none', type: 'text' },
        },
      },
      consent: {
        title: 'The consent that an entry cites',
        from: 'consent',
        citedBy: 'likeness.consent',
        fields: {
          state: {
            title: 'How it stands',
            values: ['granted', 'none', 'pending', 'suspended', 'expired', 'withdrawn'],
          },
          guildOk: { title: "Complies with the guild's rules", values: ['yes', 'no'] },
          documentRef: { title: 'Where it is documented', type: 'text' },
          territories: { title: 'Where it holds', type: 'words' },
          languages: { title: 'In which languages', type: 'words' },
          mediums: { title: 'On which mediums', type: 'words' },
        },
      },
      tool: {
        title: 'The tool of the step',
        from: 'tool',
        fields: {
          enterpriseAgreement: {
            title: 'Under an enterprise agreement',
            values: ['yes', 'no'],
            favourableNeeds: { evidence: true },
          },
          trainsOnIO: {
            title: 'Trains on inputs or outputs',
            values: ['no', 'yes'],
            favourableNeeds: { evidence: true },
          },
          storesIO: {
            title: 'Stores or reuses inputs or outputs',
            values: ['no', 'yes'],
            favourableNeeds: { evidence: true },
          },
          licenceTier: { title: 'Licence tier reviewed', type: 'text' },
          termsReviewedAt: { title: 'When its terms were reviewed', type: 'time' },
        },
      },
      model: {
        title: 'The model behind the tool',
        fields: {
          fineTuned: { title: 'Trained or fine-tuned for this work', values: ['no', 'yes'] },
          trainingRights: {
            title: 'Rights in the training material',
            values: ['cleared', 'uncleared'],
            favourableNeeds: { evidence: true },
          },
          ofPerformer: { title: 'Models a performer', values: ['no', 'yes'] },
          trainedForProduction: { title: 'Production it was made for', type: 'production' },
          scopeOfWork: { title: 'Within the agreed scope', values: ['within', 'outside'] },
          partiesConsent: {
            title: 'Express consent of all parties',
            values: ['granted', 'none'],
            favourableNeeds: { evidence: true },
          },
        },
      },
      ethics: {
        title: 'What an audience may take it for',
        fields: {
          mistakableForReal: { title: 'May be taken for real events, people or statements', values: ['no', 'yes'] },
        },
      },
      union: {
        title: 'Work represented by a union',
        fields: {
          coveredRoleAffected: { title: 'Replaced or materially affected', values: ['no', 'yes'] },
          agreementRef: { title: 'Where the agreement stands', type: 'text' },
        },
      },
      vendor: {
        title: 'The vendor of the step',
        from: 'vendor',
        fields: {
          dataHandling: { title: 'Assessed on handling data', values: ['pass', 'conditional', 'fail'] },
          creativeControl: { title: 'Assessed on creative control', values: ['pass', 'conditional', 'fail'] },
        },
      },
    },
    switches: {
      incidentalNeedsApproval: {
        default: true,
        message:
          'Generated material in a deliverable needs a written approval even where it is incidental and nobody refers to it. Off: incidental elements need none. The page can be read either way; ask the Netflix contact.',
      },
      ownMaterialNeedsApproval: {
        default: true,
        message:
          "Netflix's own material needs an explicit permission even in an enterprise tool. Off: in an enterprise tool it is escalated only. The page can be read either way; ask the Netflix contact.",
      },
    },
    approvals: [
      { kind: 'written', by: 'the Netflix contact or somebody they name' },
      { kind: 'legal', by: "the production's counsel" },
    ],
    vocabularies: {
      digitalSourceType: {
        trainedAlgorithmicMedia: 'full',
        trainedAlgorithmicData: 'full',
        compositeWithTrainedAlgorithmicMedia: 'partial',
        compositeSynthetic: 'partial',
        composite: 'unknown',
        virtualRecording: 'unknown',
        algorithmicallyEnhanced: 'unknown',
        softwareImage: 'unknown',
        digitalCapture: 'none',
        computationalCapture: 'none',
        negativeFilm: 'none',
        positiveFilm: 'none',
        print: 'none',
        humanEdits: 'none',
        minorHumanEdits: 'none',
        digitalCreation: 'none',
        digitalArt: 'none',
        dataDrivenMedia: 'none',
        algorithmicMedia: 'none',
        screenCapture: 'none',
        compositeCapture: 'none',
        empty: 'none',
      },
    },
    tolerance: 'PT24H',
    replace: ['base-generated'],
    rules: [
      {
        id: 'NFX-00',
        title: 'Generative AI is used',
        source: { doc: 'netflix-genai', section: 'disclosure', asOf: '2025-11-11' },
        outcome: 'notice',
        classes: ['*'],
        at: 'both',
        when: { fact: 'asset.genai', gte: 'assistive' },
        travels: 'content',
        hint: false,
        message: '{root} was made with AI ({asset.genai}): tell the Netflix contact',
        clears: {
          message: 'The use is disclosed to the Netflix contact',
          anyOf: [[{ fact: 'usage.disclosed', equals: 'yes' }]],
        },
      },
      {
        id: 'NFX-P1',
        title: 'The output imitates work that the production does not own',
        source: { doc: 'netflix-genai', section: 'guiding-principles', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'output.imitatesUnowned', equals: 'yes' },
          ],
        },
        travels: 'rights',
        hint: false,
        message: '{root} shows identifiable features of work that the production does not own',
        unknown: 'nobody stated whether {root} imitates work that the production does not own',
        clears: {
          message: 'The imitation is removed, or somebody who may accepts it',
          anyOf: [[{ ruling: true }], [{ replace: true }]],
        },
      },
      {
        id: 'NFX-P2',
        title: 'The tool keeps or trains on what it is given',
        source: { doc: 'netflix-genai', section: 'guiding-principles', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'made',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            {
              any: [
                { fact: 'tool.storesIO', equals: 'yes' },
                { fact: 'tool.trainsOnIO', equals: 'yes' },
              ],
            },
          ],
        },
        travels: 'act',
        hint: false,
        message: '{tool} stores, reuses or trains on what {root} was made from',
        unknown: 'nobody knows whether {tool} keeps or trains on what {root} was made from: {unknown}',
        clears: {
          message: 'The terms of the tool are reviewed, another tool or tier is used, or somebody who may accepts it',
          anyOf: [[{ 'terms-review': true }], [{ replace: true }], [{ ruling: true }]],
        },
      },
      {
        id: 'NFX-P3',
        title: 'The tool is not in an enterprise-secured environment',
        source: { doc: 'netflix-genai', section: 'guiding-principles', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'made',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'tool.enterpriseAgreement', equals: 'no' },
          ],
        },
        travels: 'act',
        hint: false,
        message: '{root} was made with {tool} outside an enterprise agreement',
        unknown: 'nobody knows whether {tool}, which made {root}, is under an enterprise agreement',
        clears: {
          message:
            'Why no enterprise tool was possible is accepted by somebody who may, or the terms of the tool are reviewed',
          anyOf: [[{ ruling: true }], [{ 'terms-review': true }]],
        },
      },
      {
        id: 'NFX-P4',
        title: 'Generated material is headed for a deliverable',
        source: { doc: 'netflix-genai', section: 'guiding-principles', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'asset.stage', equals: 'candidate' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is generated and headed for a deliverable',
        unknown: '{root} is generated, and nobody stated whether it is headed for a deliverable',
        clears: {
          message: 'Somebody who may accepts it; in a deliverable it will need an approval (NFX-G1)',
          anyOf: [[{ ruling: true }], [{ fact: 'asset.stage' }]],
        },
      },
      {
        id: 'NFX-P5',
        title: "A performance is created without anybody's consent",
        source: { doc: 'netflix-genai', section: 'guiding-principles', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            {
              some: 'likeness',
              where: {
                all: [
                  { fact: 'likeness.kind', equals: 'synthetic' },
                  { fact: 'likeness.recognizable', equals: 'no' },
                ],
              },
            },
            { fact: 'union.agreementRef', equals: 'unknown' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} has a synthetic performer who resembles nobody, and no agreement is on record',
        unknown: 'nobody stated which performers {root} shows and what was done to them: {unknown}',
        clears: {
          message: 'The agreement is put on record, the performers are declared, or somebody who may decides',
          anyOf: [[{ fact: 'union.agreementRef' }], [{ fact: 'likeness' }], [{ ruling: true }]],
        },
      },
      {
        id: 'NFX-P*',
        title: 'One of the five principles is not answered',
        source: { doc: 'netflix-genai', section: 'guiding-principles', asOf: '2025-11-11' },
        outcome: 'escalate',
        code: 'nfx-p-unknown',
        classes: ['*'],
        at: 'made',
        when: {
          any: [
            {
              all: [
                { fact: 'asset.genai', gte: 'assistive' },
                {
                  any: [
                    { fact: 'output.imitatesUnowned', equals: 'unknown' },
                    { fact: 'tool.storesIO', equals: 'unknown' },
                    { fact: 'tool.trainsOnIO', equals: 'unknown' },
                    { fact: 'tool.enterpriseAgreement', equals: 'unknown' },
                    { fact: 'asset.stage', equals: 'unknown' },
                    { fact: 'union.coveredRoleAffected', equals: 'unknown' },
                    {
                      some: 'likeness',
                      where: {
                        any: [
                          { fact: 'likeness.kind', equals: 'unknown' },
                          { fact: 'likeness.recognizable', equals: 'unknown' },
                        ],
                      },
                    },
                  ],
                },
              ],
            },
            {
              all: [
                { fact: 'step.vendor', equals: 'yes' },
                { fact: 'step.declared', equals: 'no' },
              ],
            },
          ],
        },
        travels: 'content',
        hint: false,
        message: 'a guiding principle is not answered for {root}',
        unknown: 'a guiding principle is not answered for {root}: {unknown}',
        clears: {
          message: 'What is missing is declared, or somebody who may decides',
          anyOf: [
            [
              { fact: 'asset.stage' },
              { fact: 'output.imitatesUnowned' },
              { fact: 'likeness' },
              { fact: 'union.coveredRoleAffected' },
            ],
            [{ 'terms-review': true }],
            [{ lineage: true }],
            [{ ruling: true }],
          ],
        },
      },
      {
        id: 'NFX-P0',
        title: 'All five principles hold',
        source: { doc: 'netflix-genai', section: 'guiding-principles', asOf: '2025-11-11' },
        outcome: 'notice',
        classes: ['*'],
        at: 'made',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'output.imitatesUnowned', equals: 'no' },
            { fact: 'tool.storesIO', equals: 'no' },
            { fact: 'tool.trainsOnIO', equals: 'no' },
            { fact: 'tool.enterpriseAgreement', equals: 'yes' },
            { fact: 'asset.stage', lte: 'temporary' },
            { fact: 'union.coveredRoleAffected', equals: 'no' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} keeps to all five guiding principles: go on, and tell the Netflix contact',
        unknown: '{root} may keep to all five guiding principles; not known: {unknown}',
      },
      {
        id: 'NFX-G1',
        title: 'The output needs a written approval',
        source: { doc: 'netflix-genai', section: 'when-approval-is-needed', asOf: '2025-11-11' },
        outcome: 'approval',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            {
              any: [
                {
                  all: [
                    { fact: 'asset.stage', equals: 'deliverable' },
                    { any: [{ switch: 'incidentalNeedsApproval' }, { fact: 'use.prominence', gte: 'story_relevant' }] },
                  ],
                },
                {
                  some: 'likeness',
                  where: {
                    all: [
                      { fact: 'likeness.kind', in: ['alteration', 'replica'] },
                      { fact: 'likeness.recognizable', equals: 'yes' },
                    ],
                  },
                },
                { fact: 'output.personalData', equals: 'yes' },
                { fact: 'output.thirdPartyIp', equals: 'yes' },
              ],
            },
          ],
        },
        travels: 'content',
        hint: false,
        message:
          "{root} is generated and is a deliverable, or shows a performer, personal information or somebody else's property",
        unknown: '{root} is generated, and what it shows is not known: {unknown}',
        clears: { message: 'It is approved in writing for this use', anyOf: [[{ approval: 'written' }]] },
      },
      {
        id: 'NFX-D1',
        title: "Netflix's material or personal data was given to a tool",
        source: { doc: 'netflix-genai', section: 'data-use', asOf: '2025-11-11' },
        outcome: 'deny',
        classes: ['*'],
        each: 'input',
        at: 'made',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            {
              any: [
                { fact: 'input.rights', equals: 'netflix_proprietary' },
                { fact: 'input.sensitivity', equals: 'personal_data' },
              ],
            },
            { fact: 'input.permission', equals: 'none' },
            { any: [{ switch: 'ownMaterialNeedsApproval' }, { fact: 'tool.enterpriseAgreement', equals: 'no' }] },
          ],
        },
        travels: 'act',
        hint: false,
        message: "{element} was given to {tool} without permission: it is Netflix's own, or personal data",
        unknown: 'nobody knows whether {element}, which was given to {tool}, needed a permission: {unknown}',
        clears: { message: 'The explicit permission is put on record with its evidence', anyOf: [[{ fact: 'input' }]] },
      },
      {
        id: 'NFX-D2',
        title: 'A model was trained on material without clearance',
        source: { doc: 'netflix-genai', section: 'data-use', asOf: '2025-11-11' },
        outcome: 'deny',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'model.fineTuned', equals: 'yes' },
            { fact: 'model.trainingRights', equals: 'uncleared' },
          ],
        },
        travels: 'rights',
        hint: false,
        message: "{root} was made with a model that was trained on somebody's work without clearance",
        unknown: 'nobody knows what the model behind {root} was trained on, and with what rights: {unknown}',
        clears: {
          message: 'The legal clearance is put on record with its evidence, or the asset is remade',
          anyOf: [
            [{ fact: 'model.trainingRights', equals: 'cleared' }],
            [{ fact: 'model.fineTuned', equals: 'no' }],
            [{ replace: true }],
          ],
        },
      },
      {
        id: 'NFX-C1',
        title: 'A main character, key visual or central setting is generated',
        source: { doc: 'netflix-genai', section: 'creative-output', asOf: '2025-11-11' },
        outcome: 'approval',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'use.prominence', equals: 'key_element' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is generated and a main character, a key visual or a setting the story turns on',
        unknown: '{root} may be generated, and is a main character, a key visual or a setting the story turns on',
        clears: { message: 'It is approved in writing for this use', anyOf: [[{ approval: 'written' }]] },
      },
      {
        id: 'NFX-C2',
        title: 'An input refers to a protected work or a person',
        source: { doc: 'netflix-genai', section: 'creative-output', asOf: '2025-11-11' },
        outcome: 'deny',
        classes: ['*'],
        each: 'input',
        at: 'made',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'input.references', gt: 'none' },
            { fact: 'input.permission', equals: 'none' },
          ],
        },
        travels: 'rights',
        hint: false,
        message:
          '{element}, from which {root} was made, refers to a protected work or a person ({input.references}) without permission',
        unknown:
          'nobody knows whether {element}, from which {root} was made, refers to a protected work or a person: {unknown}',
        clears: {
          message: 'The permission is put on record with its evidence, or the asset is remade',
          anyOf: [[{ fact: 'input' }], [{ replace: true }]],
        },
      },
      {
        id: 'NFX-T1',
        title: 'A digital performer, voice or likeness of real talent',
        source: { doc: 'netflix-genai', section: 'talent', asOf: '2025-11-11' },
        outcome: 'deny',
        classes: ['*'],
        each: 'likeness',
        at: 'now',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'likeness.kind', in: ['synthetic', 'replica'] },
            { fact: 'likeness.recognizable', equals: 'yes' },
            {
              any: [
                { fact: 'consent.state', gt: 'granted' },
                { fact: 'consent.guildOk', equals: 'no' },
                { fact: 'consent.documentRef', equals: 'unknown' },
                { not: { fact: 'use.territories', within: { fact: 'consent.territories' } } },
                { not: { fact: 'use.languages', within: { fact: 'consent.languages' } } },
                { not: { fact: 'use.medium', within: { fact: 'consent.mediums' } } },
              ],
            },
            {
              any: [
                { fact: 'likeness.kind', equals: 'synthetic' },
                { fact: 'consent.state', in: ['suspended', 'expired', 'withdrawn'] },
                {
                  all: [
                    { fact: 'likeness.asScripted', equals: 'no' },
                    { fact: 'likeness.unsafeForHuman', equals: 'no' },
                  ],
                },
              ],
            },
          ],
        },
        travels: 'rights',
        hint: false,
        message:
          '{root} shows {element} as a digital performer, and no consent that complies with the guild covers it (consent: {consent.state})',
        unknown: '{root} may show {element} as a digital performer without a consent that covers it: {unknown}',
        clears: {
          message: 'A documented, explicit consent that complies with the guild covers the use',
          anyOf: [[{ consent: true }], [{ fact: 'likeness' }], [{ replace: true }]],
        },
      },
      {
        id: 'NFX-T2',
        title: 'An edit changes tone, delivery or intent',
        source: { doc: 'netflix-genai', section: 'talent', asOf: '2025-11-11' },
        outcome: 'approval',
        classes: ['*'],
        each: 'likeness',
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'likeness.intentChanged', equals: 'yes' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} significantly changes tone, delivery or intent of what {element} performed',
        unknown: 'nobody stated whether {root} changes what {element} performed: {unknown}',
        clears: {
          message: "It is approved in writing, with the performer's consent",
          anyOf: [[{ approval: 'written' }]],
        },
      },
      {
        id: 'NFX-T3',
        title: 'A digital replica',
        source: { doc: 'netflix-genai', section: 'talent', asOf: '2025-11-11' },
        outcome: 'deny',
        classes: ['*'],
        each: 'likeness',
        at: 'now',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'likeness.kind', equals: 'replica' },
            { fact: 'likeness.recognizable', equals: 'yes' },
            {
              any: [
                { fact: 'consent.state', gt: 'granted' },
                { not: { fact: 'use.territories', within: { fact: 'consent.territories' } } },
                { not: { fact: 'use.languages', within: { fact: 'consent.languages' } } },
                { not: { fact: 'use.medium', within: { fact: 'consent.mediums' } } },
              ],
            },
            {
              any: [
                { fact: 'consent.state', in: ['suspended', 'expired', 'withdrawn'] },
                {
                  all: [
                    { fact: 'likeness.asScripted', equals: 'no' },
                    { fact: 'likeness.unsafeForHuman', equals: 'no' },
                  ],
                },
              ],
            },
          ],
        },
        travels: 'rights',
        hint: false,
        message:
          '{root} has a digital replica of {element} in work they did not perform, without consent (consent: {consent.state})',
        unknown: '{root} may have a digital replica of {element} without consent: {unknown}',
        clears: {
          message:
            "The performer's consent covers the use; none is needed where it is as performed, unsafe for a person, or nobody can be recognised",
          anyOf: [[{ consent: true }], [{ fact: 'likeness' }], [{ replace: true }]],
        },
      },
      {
        id: 'NFX-T4',
        title: 'A digital alteration beyond what is customary',
        source: { doc: 'netflix-genai', section: 'talent', asOf: '2025-11-11' },
        outcome: 'deny',
        classes: ['*'],
        each: 'likeness',
        at: 'now',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'likeness.kind', equals: 'alteration' },
            { fact: 'likeness.recognizable', equals: 'yes' },
            { fact: 'likeness.asScripted', equals: 'no' },
            { fact: 'likeness.customary', equals: 'no' },
            {
              any: [
                { fact: 'consent.state', gt: 'granted' },
                { not: { fact: 'use.territories', within: { fact: 'consent.territories' } } },
                { not: { fact: 'use.languages', within: { fact: 'consent.languages' } } },
                { not: { fact: 'use.medium', within: { fact: 'consent.mediums' } } },
              ],
            },
          ],
        },
        travels: 'rights',
        hint: false,
        message: '{root} alters {element} beyond what is customary, without consent (consent: {consent.state})',
        unknown: '{root} may alter {element} beyond what is customary, without consent: {unknown}',
        clears: {
          message: "The performer's consent covers the use, or the alteration is customary",
          anyOf: [[{ consent: true }], [{ fact: 'likeness' }], [{ replace: true }]],
        },
      },
      {
        id: 'NFX-T5',
        title: "A performer's model is used elsewhere",
        source: { doc: 'netflix-genai', section: 'talent', asOf: '2025-11-11' },
        outcome: 'deny',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'model.ofPerformer', equals: 'yes' },
            {
              any: [
                { fact: 'model.trainedForProduction', equals: 'other' },
                { fact: 'model.scopeOfWork', equals: 'outside' },
              ],
            },
            { fact: 'model.partiesConsent', equals: 'none' },
          ],
        },
        travels: 'rights',
        hint: false,
        message: '{root} was made with a model of a performer outside the production or the scope it was agreed for',
        unknown: 'nobody knows whether {root} was made with a model of a performer that may be used here: {unknown}',
        clears: {
          message: 'The express consent of all parties is put on record with its evidence',
          anyOf: [[{ fact: 'model.partiesConsent', equals: 'granted' }], [{ replace: true }]],
        },
      },
      {
        id: 'NFX-T6',
        title: 'An enhancement is poor or may harm the performer',
        source: { doc: 'netflix-genai', section: 'talent', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        each: 'likeness',
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'likeness.kind', gt: 'none' },
            { fact: 'likeness.mayHarm', equals: 'yes' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} may harm the reputation or dignity of {element}, or is poor in quality',
        unknown: 'nobody stated whether {root} does justice to {element}: {unknown}',
        clears: {
          message: 'An early test is shown, and somebody who may accepts it',
          anyOf: [[{ fact: 'usage.earlyTest', equals: 'yes' }, { ruling: true }]],
        },
      },
      {
        id: 'NFX-E1',
        title: 'It may be taken for real',
        source: { doc: 'netflix-genai', section: 'ethics', asOf: '2025-11-11' },
        outcome: 'approval',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'ethics.mistakableForReal', equals: 'yes' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is generated and may be taken for real events, people or statements',
        unknown: 'nobody stated whether {root} may be taken for real events, people or statements',
        clears: { message: 'It is approved in writing for this use', anyOf: [[{ approval: 'written' }]] },
      },
      {
        id: 'NFX-E2',
        title: 'Union-represented work is affected',
        source: { doc: 'netflix-genai', section: 'ethics', asOf: '2025-11-11' },
        outcome: 'deny',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'union.coveredRoleAffected', equals: 'yes' },
            { fact: 'union.agreementRef', equals: 'unknown' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} replaces or materially affects work that a union represents, and no agreement is on record',
        unknown: 'nobody stated whether {root} affects work that a union represents',
        clears: {
          message: 'The agreement is put on record',
          anyOf: [
            [{ fact: 'union.agreementRef' }],
            [{ fact: 'union.coveredRoleAffected', equals: 'no' }],
            [{ replace: true }],
          ],
        },
      },
      {
        id: 'NFX-S1',
        title: 'A sensitive input was used',
        source: { doc: 'netflix-genai', section: 'confidentiality', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        each: 'input',
        at: 'made',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'input.sensitivity', gte: 'sensitive' },
          ],
        },
        travels: 'act',
        hint: false,
        message: '{element} is sensitive ({input.sensitivity}) and was given to {tool}',
        unknown: 'nobody knows how sensitive {element} is, which was given to {tool}: {unknown}',
        clears: {
          message: 'Somebody who may accepts it, or its sensitivity is declared',
          anyOf: [[{ ruling: true }], [{ fact: 'input' }]],
        },
      },
      {
        id: 'NFX-S2',
        title: 'A tool whose terms exclude nothing',
        source: { doc: 'netflix-genai', section: 'confidentiality', asOf: '2025-11-11' },
        outcome: 'deny',
        classes: ['*'],
        at: 'made',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'tool.enterpriseAgreement', equals: 'no' },
            {
              any: [
                { fact: 'tool.termsReviewedAt', equals: 'unknown' },
                { fact: 'tool.licenceTier', equals: 'unknown' },
                { fact: 'tool.trainsOnIO', equals: 'yes' },
              ],
            },
          ],
        },
        travels: 'act',
        hint: false,
        message:
          '{root} was made with {tool}, outside an enterprise agreement, with terms that were not reviewed or do not exclude training',
        unknown: '{root} was made with {tool}, and too little is known of its terms: {unknown}',
        clears: {
          message: 'The terms and the licence tier are reviewed, with evidence that training is excluded',
          anyOf: [[{ 'terms-review': true }], [{ replace: true }]],
        },
      },
      {
        id: 'NFX-F1',
        title: 'A generated element is in the cut',
        source: { doc: 'netflix-genai', section: 'final-vs-temporary', asOf: '2025-11-11' },
        outcome: 'notice',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'use.onScreen', equals: 'yes' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is generated and seen or heard in the cut: flag it early',
        unknown: '{root} may be generated, and is seen or heard in the cut: flag it early',
        clears: { message: 'It is flagged early', anyOf: [[{ fact: 'usage.flaggedEarly', equals: 'yes' }]] },
      },
      {
        id: 'NFX-F2',
        title: 'A generated poster, document, sign, clipping, sound or text',
        source: { doc: 'netflix-genai', section: 'final-vs-temporary', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'asset.media', in: ['image', 'text', 'audio', 'music', 'voice'] },
            { fact: 'asset.stage', gte: 'candidate' },
            { fact: 'use.onScreen', equals: 'yes' },
            { fact: 'use.prominence', lte: 'incidental' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is generated {asset.media} that is seen or heard in the cut: its rights have to be clear',
        unknown: '{root} may be a generated image, text or sound that is seen or heard in the cut: {unknown}',
        clears: { message: 'Its rights are cleared, and somebody who may accepts it', anyOf: [[{ ruling: true }]] },
      },
      {
        id: 'NFX-F3',
        title: 'An incidental element to which nobody refers',
        source: { doc: 'netflix-genai', section: 'final-vs-temporary', asOf: '2025-11-11' },
        outcome: 'notice',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'use.onScreen', equals: 'yes' },
            { fact: 'use.prominence', lte: 'incidental' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is generated and incidental: a matter of judgement, note why',
        unknown: '{root} may be generated and is incidental: a matter of judgement, note why',
      },
      {
        id: 'NFX-F4',
        title: 'A prominent element',
        source: { doc: 'netflix-genai', section: 'final-vs-temporary', asOf: '2025-11-11' },
        outcome: 'approval',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'asset.stage', gte: 'candidate' },
            { fact: 'use.prominence', gte: 'story_relevant' },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{root} is generated and prominent: the story turns on it, or somebody refers to it',
        unknown: '{root} may be generated, and is prominent: {unknown}',
        clears: {
          message: 'Counsel reviews it, and people put meaningful work into its final form',
          anyOf: [[{ approval: 'legal' }, { fact: 'use.humanInput', equals: 'meaningful' }]],
        },
      },
      {
        id: 'NFX-V1',
        title: 'A step of a pipeline fails',
        source: { doc: 'netflix-genai', section: 'custom-pipelines', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'step.chain', equals: 'yes' },
            {
              any: [
                { fact: 'step.declared', equals: 'no' },
                {
                  all: [
                    { fact: 'asset.genai', gte: 'assistive' },
                    {
                      any: [
                        { fact: 'tool.storesIO', equals: 'yes' },
                        { fact: 'tool.trainsOnIO', equals: 'yes' },
                        { some: 'input', where: { fact: 'input.rights', equals: 'third_party_uncleared' } },
                        {
                          some: 'likeness',
                          where: {
                            all: [
                              { fact: 'likeness.kind', in: ['synthetic', 'replica'] },
                              { fact: 'consent.state', gt: 'granted' },
                            ],
                          },
                        },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
        travels: 'content',
        hint: false,
        message: 'a step of {root} ({step}) does not say with what it was made, or fails on data, consent or integrity',
        unknown:
          'of a step of {root} ({step}) it is not known whether it is right on data, consent and integrity: {unknown}',
        clears: {
          message: 'Every step is declared and clears, or somebody who may decides',
          anyOf: [[{ lineage: true }], [{ ruling: true }]],
        },
      },
      {
        id: 'NFX-V2',
        title: 'A vendor is not assessed',
        source: { doc: 'netflix-genai', section: 'vendors', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'now',
        when: {
          all: [
            { fact: 'step.vendor', equals: 'yes' },
            {
              any: [
                { fact: 'asset.genai', gte: 'assistive' },
                { fact: 'step.declared', equals: 'no' },
              ],
            },
            {
              any: [
                { fact: 'vendor.dataHandling', gt: 'pass' },
                { fact: 'vendor.creativeControl', gt: 'pass' },
              ],
            },
          ],
        },
        travels: 'content',
        hint: false,
        message: '{vendor}, who made a step of {root}, did not pass the assessment',
        unknown: '{vendor}, who made a step of {root}, has not been assessed',
        clears: {
          message: 'The vendor is assessed, or somebody who may decides',
          anyOf: [[{ assessment: true }], [{ ruling: true }]],
        },
      },
      {
        id: 'NFX-M1',
        title: 'Matrix: ideation, go',
        source: { doc: 'netflix-genai', section: 'use-case-matrix', asOf: '2025-11-11' },
        outcome: 'notice',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'asset.stage', equals: 'ideation' },
          ],
        },
        travels: 'content',
        hint: true,
        message: '{root} is for ideation: go',
        unknown: '{root} may be for ideation',
      },
      {
        id: 'NFX-M2',
        title: 'Matrix: background elements on camera, caution',
        source: { doc: 'netflix-genai', section: 'use-case-matrix', asOf: '2025-11-11' },
        outcome: 'notice',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'use.onScreen', equals: 'yes' },
            { fact: 'use.prominence', lte: 'incidental' },
          ],
        },
        travels: 'content',
        hint: true,
        message: '{root} is a generated background element: caution',
        unknown: '{root} may be a generated background element: caution',
      },
      {
        id: 'NFX-M2-story',
        title: 'Matrix: background elements that the story turns on, escalate',
        source: { doc: 'netflix-genai', section: 'use-case-matrix', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'asset.stage', lt: 'candidate' },
            { fact: 'use.onScreen', equals: 'yes' },
            { fact: 'use.prominence', gte: 'story_relevant' },
          ],
        },
        travels: 'content',
        hint: true,
        message: '{root} is a generated element on camera that the story turns on',
        unknown: '{root} may be a generated element on camera, and the story turns on it: {unknown}',
        clears: { message: 'Somebody who may decides', anyOf: [[{ ruling: true }]] },
      },
      {
        id: 'NFX-M3',
        title: 'Matrix: final character designs and key visuals, stop',
        source: { doc: 'netflix-genai', section: 'use-case-matrix', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'asset.stage', gte: 'candidate' },
            { fact: 'use.prominence', equals: 'key_element' },
          ],
        },
        travels: 'content',
        hint: true,
        message: '{root} is a generated character design or key visual that is to be final',
        unknown: '{root} may be a generated character design or key visual that is to be final: {unknown}',
        clears: { message: 'Somebody who may decides', anyOf: [[{ ruling: true }]] },
      },
      {
        id: 'NFX-M4',
        title: 'Matrix: talent is replicated, stop',
        source: { doc: 'netflix-genai', section: 'use-case-matrix', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        each: 'likeness',
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'partial' },
            { fact: 'likeness.kind', equals: 'replica' },
            { fact: 'likeness.recognizable', equals: 'yes' },
          ],
        },
        travels: 'content',
        hint: true,
        message: '{root} replicates {element} (another age, a synthetic voice): consent and counsel first',
        unknown: '{root} may replicate {element}: {unknown}',
        clears: {
          message: 'Counsel and the performer agree, and somebody who may says so',
          anyOf: [[{ ruling: true }]],
        },
      },
      {
        id: 'NFX-M5',
        title: 'Matrix: training data that is not owned, stop',
        source: { doc: 'netflix-genai', section: 'use-case-matrix', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        at: 'both',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'model.fineTuned', equals: 'yes' },
            { fact: 'model.trainingRights', equals: 'uncleared' },
          ],
        },
        travels: 'content',
        hint: true,
        message: 'the model behind {root} was trained on data that the production does not own',
        unknown: 'nobody knows what the model behind {root} was trained on: {unknown}',
        clears: {
          message: 'Somebody who may decides; NFX-D2 needs the clearance besides',
          anyOf: [[{ ruling: true }]],
        },
      },
      {
        id: 'NFX-M6',
        title: "Matrix: Netflix's material in an enterprise tool, caution",
        source: { doc: 'netflix-genai', section: 'use-case-matrix', asOf: '2025-11-11' },
        outcome: 'notice',
        classes: ['*'],
        each: 'input',
        at: 'made',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'input.rights', equals: 'netflix_proprietary' },
            { fact: 'tool.enterpriseAgreement', equals: 'yes' },
          ],
        },
        travels: 'content',
        hint: true,
        message: "{element} is Netflix's own and was given to {tool}, an enterprise tool: caution",
        unknown: "{element} may be Netflix's own: {unknown}",
      },
      {
        id: 'NFX-M6-open',
        title: "Matrix: Netflix's material outside an enterprise tool, escalate",
        source: { doc: 'netflix-genai', section: 'use-case-matrix', asOf: '2025-11-11' },
        outcome: 'escalate',
        classes: ['*'],
        each: 'input',
        at: 'made',
        when: {
          all: [
            { fact: 'asset.genai', gte: 'assistive' },
            { fact: 'input.rights', equals: 'netflix_proprietary' },
            { fact: 'tool.enterpriseAgreement', equals: 'no' },
          ],
        },
        travels: 'content',
        hint: true,
        message: "{element} is Netflix's own and was given to {tool}, outside an enterprise agreement",
        unknown: "{element} may be Netflix's own, and {tool} may be outside an enterprise agreement: {unknown}",
        clears: { message: 'Somebody who may decides', anyOf: [[{ ruling: true }]] },
      },
    ],
  },
];
