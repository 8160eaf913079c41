import type { Role } from '../harness/index.js';

/**
 * Who may call a route (E6, and the role columns of the contract), written by hand: what the code says of itself proves
 * nothing.
 */
export type Access =
  /** Takes no token. */
  | 'anonymous'
  /** Any token. */
  | 'token'
  /** Any role in the production of the path. */
  | 'member'
  /** One of these, in the production of the path; where the path has none, in any. */
  | readonly Role[]
  /** One of these, granted for all productions. */
  | { readonly everywhere: readonly Role[] };

export interface Expected {
  readonly access: Access;
  /** Refused to tokens of services. */
  readonly person?: true;
  /** Refused to tokens that are held to some assets. */
  readonly unrestricted?: true;
}

const anonymous: Expected = { access: 'anonymous' };
const token: Expected = { access: 'token' };
const member: Expected = { access: 'member' };
const roles = (...access: Role[]): Expected => ({ access });
const person = (...access: Role[]): Expected => ({ access, person: true });
const everywhere = (...access: Role[]): Expected => ({ access: { everywhere: access } });
const unrestricted = (expected: Expected): Expected => ({ ...expected, unrestricted: true });

const P = '/v1/productions/{production}';
const C = `${P}/assets/{id}`;
const D = `${P}/deliveries/{delivery}`;

export const EXPECTED: Readonly<Record<string, Expected>> = {
  'GET /health/live': anonymous,
  'GET /health/ready': anonymous,
  'GET /metrics': token,
  'GET /v1/keys': token,
  'GET /v1/live': token,
  'GET /v1/events': token,
  // The production stands in the event: an emitter in it, else it is as if it were not there.
  'POST /v1/events': token,

  'POST /v1/tokens': roles('admin'),
  'GET /v1/tokens': roles('admin', 'auditor'),
  'GET /v1/tokens/self': token,
  'POST /v1/tokens/{token}/revoke': roles('admin'),

  'GET /v1/engine': everywhere('admin', 'auditor'),
  'POST /v1/engine/activate': everywhere('admin'),
  'GET /v1/replica/digest': unrestricted(everywhere('admin', 'auditor')),

  'POST /v1/productions': everywhere('admin'),
  'GET /v1/productions': token,
  [`GET ${P}`]: member,
  [`POST ${P}/close`]: roles('admin'),

  'POST /v1/tools': unrestricted(everywhere('reviewer', 'admin')),
  'GET /v1/tools': token,
  'GET /v1/tools/{tool}': token,
  'GET /v1/tools/{tool}/classification': token,
  'POST /v1/tools/{tool}/classifications': unrestricted(everywhere('reviewer')),
  'POST /v1/tools/{tool}/terms-reviews': unrestricted(everywhere('reviewer')),
  'POST /v1/tools/{tool}/suspend': unrestricted(everywhere('reviewer')),
  'POST /v1/tools/{tool}/reinstate': unrestricted(everywhere('reviewer')),
  'POST /v1/vendors': unrestricted(everywhere('reviewer', 'admin')),
  'GET /v1/vendors': token,
  'GET /v1/vendors/{vendor}': token,
  'POST /v1/vendors/{vendor}/assessments': unrestricted(everywhere('reviewer', 'admin')),

  'POST /v1/policies': unrestricted(everywhere('admin')),
  // The production stands in the body: admin, auditor or reviewer in it, else as a route of that production.
  'POST /v1/policies/diff': unrestricted(token),
  'GET /v1/policies': token,
  'GET /v1/policies/schema': token,
  'GET /v1/policies/{id}/{version}': token,
  [`GET ${P}/policy`]: member,
  [`PUT ${P}/policy`]: unrestricted(roles('admin')),
  [`GET ${P}/shares`]: unrestricted(member),
  [`POST ${P}/shares`]: unrestricted(roles('admin')),
  [`GET ${P}/shares/{share}`]: unrestricted(member),
  [`GET ${P}/tool-rulings`]: member,
  [`POST ${P}/tool-rulings`]: unrestricted(person('reviewer')),
  [`GET ${P}/tool-rulings/{ruling}`]: member,
  [`POST ${P}/tool-rulings/{ruling}/revoke`]: unrestricted(roles('reviewer')),

  [`GET ${P}/consents`]: unrestricted(member),
  [`POST ${P}/consents`]: unrestricted(person('reviewer')),
  [`GET ${P}/consents/{consent}`]: unrestricted(member),
  [`GET ${P}/consents/{consent}/impact`]: unrestricted(member),
  [`POST ${P}/consents/{consent}/withdraw`]: unrestricted(roles('reviewer')),
  [`POST ${P}/consents/{consent}/suspend`]: unrestricted(roles('reviewer')),
  [`POST ${P}/consents/{consent}/reinstate`]: unrestricted(roles('reviewer')),
  [`POST ${P}/consent-groups/{group}/suspend`]: unrestricted(roles('reviewer')),
  [`POST ${P}/consent-groups/{group}/lift`]: unrestricted(roles('reviewer')),

  [`GET ${P}/usages`]: member,
  [`POST ${P}/usages`]: roles('emitter', 'reviewer', 'delivery'),
  [`GET ${P}/usages/{usage}`]: member,
  [`GET ${P}/usages/{usage}/assets`]: member,
  [`POST ${P}/usages/{usage}/approve`]: unrestricted(person('reviewer')),
  [`POST ${P}/usages/{usage}/reject`]: unrestricted(person('reviewer')),
  [`POST ${P}/usages/{usage}/revoke`]: unrestricted(roles('reviewer')),
  [`POST ${P}/usages/{usage}/conformance`]: unrestricted(person('reviewer')),
  [`GET ${P}/usages/{usage}/conformance/{conformance}`]: member,
  [`POST ${P}/usages/{usage}/conformance/{conformance}/revoke`]: unrestricted(roles('reviewer')),

  [`GET ${P}/assets`]: member,
  [`POST ${P}/assets/lookup`]: member,
  [`GET ${C}`]: member,
  [`GET ${C}/history`]: member,
  [`GET ${C}/lineage`]: member,
  [`POST ${C}/temporary-mark`]: roles('emitter', 'reviewer', 'delivery'),
  [`POST ${C}/temporary-mark/lift`]: person('reviewer'),
  [`POST ${C}/replacement-confirmations`]: person('reviewer'),
  [`POST ${C}/approval-requests`]: roles('emitter', 'reviewer', 'delivery'),
  [`POST ${C}/approvals`]: person('reviewer', 'break-glass'),
  [`POST ${C}/promotions`]: roles('delivery'),
  [`POST ${C}/promotions/{delivery}/withdraw`]: roles('delivery', 'reviewer'),
  [`POST ${C}/retractions`]: roles('emitter', 'reviewer'),

  [`GET ${P}/approvals`]: member,
  [`POST ${P}/approvals`]: person('reviewer'),
  [`GET ${P}/approvals/{approval}`]: member,
  [`POST ${P}/approvals/{approval}/revoke`]: roles('reviewer'),
  [`POST ${P}/approvals/{approval}/conditions/{condition}/evidence`]: person('reviewer'),
  [`GET ${P}/approval-requests`]: member,
  [`GET ${P}/approval-requests/{request}`]: member,
  [`GET ${P}/retractions`]: member,
  [`GET ${P}/retractions/{retraction}`]: member,
  [`POST ${P}/retractions/{retraction}/accept`]: person('reviewer'),
  [`POST ${P}/retractions/{retraction}/reject`]: person('reviewer'),
  [`GET ${P}/worklist`]: member,
  [`GET ${P}/worklist/groups`]: member,
  [`POST ${P}/worklist/{item}/assign`]: roles('reviewer', 'delivery'),

  [`GET ${P}/deliveries`]: member,
  [`POST ${P}/deliveries`]: roles('delivery'),
  [`GET ${D}`]: member,
  [`POST ${D}/recall`]: roles('delivery', 'reviewer'),
  [`POST ${D}/replace`]: roles('delivery'),
  [`POST ${D}/release`]: roles('delivery'),
  [`GET ${D}/uses`]: member,
  [`GET ${D}/uses/missing`]: member,
  [`POST ${D}/uses`]: roles('delivery'),
  [`GET ${D}/receipt`]: member,
  [`GET ${D}/receipt/status`]: member,
  [`GET ${D}/checks`]: member,
  [`POST ${D}/checks`]: roles('delivery'),
  [`GET ${D}/checks/{check}`]: member,
  [`GET ${D}/checks/{check}/items`]: member,
  [`POST ${D}/checks/{check}/approval-requests`]: roles('delivery'),
};
