import type { Registry } from './registry.js';

/** A registry that remembers of whom it was asked. */
export interface AskedRegistry extends Registry {
  /** `tool:<id>`, `vendor:<id>`, `consent:<id>`, sorted. */
  asked(): readonly string[];
}

export function remembering(registry: Registry): AskedRegistry {
  const asked = new Set<string>();
  return {
    tool: (tool, at) => {
      asked.add(`tool:${tool.id}`);
      return registry.tool(tool, at);
    },
    vendor: (vendor, at) => {
      asked.add(`vendor:${vendor}`);
      return registry.vendor(vendor, at);
    },
    consent: (consent, at) => {
      asked.add(`consent:${consent}`);
      return registry.consent(consent, at);
    },
    asked: () => [...asked].sort(),
  };
}
