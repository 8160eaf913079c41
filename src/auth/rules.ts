import { SetMetadata } from '@nestjs/common';
import type { Role } from '@clearance/domain';

/** Who may call a route. A route without a rule is closed. */
export type AccessRule =
  /** Health only. */
  | { readonly kind: 'anonymous' }
  /** Any token; what it may see is up to the handler. */
  | { readonly kind: 'token' }
  /** Any role in the production of the path. */
  | { readonly kind: 'member' }
  /** One of these roles: in the production of the path, or, where the path names none, in any. */
  | { readonly kind: 'roles'; readonly roles: readonly Role[] }
  /** One of these roles, granted for all productions. */
  | { readonly kind: 'everywhere'; readonly roles: readonly Role[] };

export const ACCESS_RULE = 'clearance:access-rule';
export const PERSON_ONLY = 'clearance:person-only';
export const UNRESTRICTED = 'clearance:unrestricted';

export const Anonymous = () => SetMetadata(ACCESS_RULE, { kind: 'anonymous' } satisfies AccessRule);
export const AnyToken = () => SetMetadata(ACCESS_RULE, { kind: 'token' } satisfies AccessRule);
/** E6: any role in a production reads it. */
export const AnyRole = () => SetMetadata(ACCESS_RULE, { kind: 'member' } satisfies AccessRule);
export const Roles = (...roles: Role[]) => SetMetadata(ACCESS_RULE, { kind: 'roles', roles } satisfies AccessRule);
export const Everywhere = (...roles: Role[]) =>
  SetMetadata(ACCESS_RULE, { kind: 'everywhere', roles } satisfies AccessRule);
/** Refuses service tokens (`person-required`) before the body is read. */
export const PersonOnly = () => SetMetadata(PERSON_ONLY, true);
/** Refuses tokens of vendors and those held to some assets (`restricted`) before the body is read: it concerns more than theirs. */
export const Unrestricted = () => SetMetadata(UNRESTRICTED, true);
