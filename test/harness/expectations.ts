import { expect } from 'vitest';
import type { Answer } from './caller.js';
import type { Decision, Finding, Problem } from './contract.js';

/** An RFC 9457 answer with the ledger's own type, whole. */
export function expectProblem(answer: Answer<unknown>, status: number, slug: string): Problem {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = answer.body as Problem;
  expect(problem.type).toBe(`urn:clearance:problem:${slug}`);
  expect(problem.status).toBe(status);
  expect(problem.title).toEqual(expect.any(String));
  expect(problem.instance).toMatch(/^urn:uuid:/);
  return problem;
}

/** `rule root status` of every finding, sorted: the whole of what stands against an asset, nothing left out. */
export function findingKeys(findings: Finding[]): string[] {
  return findings.map((finding) => `${finding.rule} ${finding.root} ${finding.status}`).sort();
}

/** The one finding of a rule about a root. */
export function findingOf(findings: Finding[], rule: string, root: string): Finding {
  const found = findings.filter((finding) => finding.rule === rule && finding.root === root);
  return only(found, `${rule} about ${root} among ${findingKeys(findings).join(', ')}`);
}

/** The item of a decision at a path. */
export function itemAt(decision: Decision, path: string): Decision['items'][number] {
  const found = decision.items.filter((item) => item.path === path);
  return only(found, `${path} among ${decision.items.map((item) => item.path).join(', ')}`);
}

/** Path -> `cleared`, or `held <code>`: a decision at a glance. */
export function verdicts(decision: Decision): Record<string, string> {
  return Object.fromEntries(
    decision.items.map((item) => [item.path, item.status === 'cleared' ? 'cleared' : `held ${item.code}`]),
  );
}

function only<Thing>(found: Thing[], what: string): Thing {
  const [thing] = found;
  if (thing === undefined || found.length > 1) throw new Error(`expected exactly one, found ${found.length}: ${what}`);
  return thing;
}
