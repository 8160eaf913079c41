import { expect, it } from 'vitest';
import { SmallRegistry } from '../testing/registry.js';
import { remembering } from './asking.js';

it('a registry that remembers answers as the registry does, and names whom it was asked of, each once and sorted', () => {
  const registry = new SmallRegistry()
    .putTool('denoise:temporal', { class: 'assistive' })
    .putVendor('acme', { facts: { assessed: 'pass' } })
    .putConsent('c9', { facts: { state: 'granted' } });
  const asked = remembering(registry);
  const at = '2026-03-01T00:00:00Z';
  const tool = { id: 'denoise', version: '2', mode: 'temporal' };
  expect(asked.asked()).toEqual([]);
  expect(asked.vendor('acme', at)).toBe(registry.vendor('acme', at));
  expect(asked.tool(tool, at)).toBe(registry.tool(tool, at));
  expect(asked.tool({ ...tool, version: '3' }, at)).toBe(registry.tool(tool, at));
  expect(asked.consent('c9', at)).toBe(registry.consent('c9', at));
  expect(asked.asked()).toEqual(['consent:c9', 'tool:denoise', 'vendor:acme']);
});
