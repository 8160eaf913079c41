/**
 * The parts of the core whose specs are tested by mutation, each by its own: `mutate` is broken piece by piece, and one of
 * `specs` must notice. Specs of other parts do not count, nor do properties and flipped bits: they take long, and what they
 * find deserves a spec of its own. `ignorers` are those of sentences.mjs. Patterns as in `fs.glob`, from the repository's root.
 */
export const PARTS = {
  domain: {
    mutate: [
      'libs/domain/src/*/decide.ts',
      'libs/domain/src/*/decide/*.ts',
      'libs/domain/src/*/fold.ts',
      'libs/domain/src/*/guards.ts',
      'libs/domain/src/asset/{members,path,profile,verdict}.ts',
      'libs/domain/src/check/bounds.ts',
      'libs/domain/src/delivery/{keys,status}.ts',
      'libs/domain/src/shared/{act,body,digests,envelope,people,shape,size,streams,time}.ts',
    ],
    specs: ['libs/domain/src/**/*.spec.ts'],
    ignorers: ['sentences', 'sentences-of-refusals'],
  },
  policy: {
    mutate: ['libs/policy/src/*.ts', 'libs/policy/src/{explain,inherit,own,vocabulary}/*.ts'],
    specs: ['libs/policy/src/**/*.spec.ts'],
    ignorers: ['sentences'],
  },
  packs: {
    mutate: ['libs/policy/src/{condition,facts,pack,trial}/*.ts'],
    specs: ['libs/policy/src/**/*.spec.ts'],
    ignorers: ['sentences'],
  },
  'event-store': {
    mutate: ['libs/event-store/src/*.ts', 'libs/event-store/src/sqlite/*.ts'],
    specs: ['libs/event-store/src/**/*.spec.ts'],
    ignorers: ['sentences'],
  },
  lineage: {
    mutate: ['libs/projections/src/evaluate/{topology,strongly-connected}.ts'],
    specs: ['libs/projections/src/evaluate/*.spec.ts'],
    ignorers: ['sentences'],
  },
};

/** Per part, in percent: what fails below it. */
export const LEAST_SCORE = 85;

/** Environment variable that tells vitest.config.mjs whose specs to run. */
export const PART_VARIABLE = 'CLEARANCE_MUTATION_PART';
