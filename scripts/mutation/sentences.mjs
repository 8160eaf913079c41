/**
 * Ignorers for Stryker: sentences for people. The contract of a refusal is its slug, its members and its pointers, that of
 * an error its class and its members. Specs assert that there is a sentence, not which, so that its mutants say nothing
 * about them. What else the code says in words (findings, verdicts) is a contract and is mutated.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Functions and classes that take a sentence, and which argument it is. */
const ARGUMENTS = {
  // libs/domain
  invalidRequest: 1,
  wrongState: 1,
  notFound: 0,
  inProgress: 0,
  personRequired: 1,
  fourEyes: 2,
  fault: 1,
  // libs/event-store
  Unavailable: 0,
  EventStoreRefused: 1,
  damaged: 0,
  corrupt: 0,
  super: 0,
  // everywhere
  Error: 0,
  RangeError: 0,
  TypeError: 0,
};
/** Members of the domain's refusals and faults; elsewhere a `message` may be the name of one. */
const MEMBERS = ['detail', 'message'];

const REASON = 'A sentence for people is no contract.';

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'sentences', {
    shouldIgnore: ({ node, parent }) => (isArgument(node, parent) ? REASON : undefined),
  }),
  declareValuePlugin(PluginKind.Ignore, 'sentences-of-refusals', {
    shouldIgnore: ({ node, parent }) => (isMember(node, parent) ? REASON : undefined),
  }),
];

function isArgument(node, parent) {
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return false;
  const name = parent.callee.type === 'Super' ? 'super' : parent.callee.name;
  return Object.hasOwn(ARGUMENTS, name ?? '') && parent.arguments[ARGUMENTS[name]] === node;
}

function isMember(node, parent) {
  return parent?.type === 'ObjectProperty' && parent.value === node && MEMBERS.includes(parent.key.name);
}
