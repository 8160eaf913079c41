/** A JSON object of the server's own, with whatever else stands in it. */
export type ServerJson = Readonly<Record<string, unknown>>;

const ADMINISTRATORS = '$admins';
/** The server's word for everybody who has an account. */
const EVERYBODY = '$all';

/**
 * What `$settings` is to say: the list for streams without one of their own lets nobody but an administrator delete a
 * stream or write its metadata, and keeps letting `user` read and write where it named who may. Everything else stays.
 * @returns `present` itself where it says so already. @throws TypeError where it cannot be understood.
 */
export function settingsFor(present: ServerJson, user: string): ServerJson {
  const list = listAt(present, '$userStreamAcl');
  const next = { ...list };
  for (const right of ['$d', '$mw']) if (!isForAdministrators(list[right], right)) next[right] = ADMINISTRATORS;
  for (const right of ['$r', '$w']) {
    const roles = rolesOf(list[right], right);
    if (roles !== null && !lets(roles, user)) next[right] = [...roles, user];
  }
  return isSame(list, next) ? present : { ...present, $userStreamAcl: next };
}

/**
 * What the metadata of `$all` are to say: `user` may read it, beside whoever may now by them or by `settings`.
 * @returns `present` itself where it may already. @throws TypeError where either cannot be understood.
 */
export function metadataOfAllFor(present: ServerJson, settings: ServerJson, user: string): ServerJson {
  const list = listAt(present, '$acl');
  const roles = rolesOf(list['$r'], '$r') ??
    rolesOf(listAt(settings, '$systemStreamAcl')['$r'], '$r') ?? [ADMINISTRATORS];
  return lets(roles, user) ? present : { ...present, $acl: { ...list, $r: [...roles, user] } };
}

function listAt(holder: ServerJson, name: string): ServerJson {
  const list = holder[name] ?? {};
  if (typeof list !== 'object' || Array.isArray(list)) throw new TypeError(`${name} is not an access list`);
  return list as ServerJson;
}

/** null where the list leaves the right to what stands behind it. */
function rolesOf(value: unknown, right: string): readonly string[] | null {
  if (value === undefined || value === null) return null;
  const roles = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(roles) || roles.some((role) => typeof role !== 'string'))
    throw new TypeError(`${right} of an access list names neither a role nor roles`);
  return roles as string[];
}

/** An empty list lets administrators alone, too: no list binds them. */
function isForAdministrators(value: unknown, right: string): boolean {
  return rolesOf(value, right)?.every((role) => role === ADMINISTRATORS) ?? false;
}

const lets = (roles: readonly string[], user: string): boolean => roles.includes(EVERYBODY) || roles.includes(user);

const isSame = (a: ServerJson, b: ServerJson): boolean => Object.keys(b).every((name) => a[name] === b[name]);
