/**
 * Tables of the read model. Everything here can be rebuilt from the log, so a newer schema is reached by a rebuild, never
 * by a migration: raise SCHEMA_VERSION with every change of a table or of what is written into one.
 *
 * `rank`, `dirty`, `stale`, `changed_n`, `found_n` and the order of `sid` and `aid` are working data: row-for-row equality
 * (P1) is promised for the rest.
 */
export const SCHEMA_VERSION = 10;

export const SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

CREATE TABLE stream (sid INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
-- Every event of the log but manifest chunks' bodies: dedup table (E3), dossiers and histories in one.
CREATE TABLE event (
  n INTEGER PRIMARY KEY, sid INTEGER NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
  dedup TEXT NOT NULL, content_digest TEXT NOT NULL, data TEXT, meta TEXT);
CREATE INDEX event_stream ON event (sid, revision);
CREATE TABLE quarantine (n INTEGER PRIMARY KEY, sid INTEGER NOT NULL, reason TEXT NOT NULL);
-- Faults that block a claim (base-ledger-fault): quarantined event, reused id.
CREATE TABLE fault (sid INTEGER NOT NULL, n INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (sid, n)) WITHOUT ROWID;

CREATE TABLE production (
  id TEXT PRIMARY KEY, title TEXT, state TEXT NOT NULL, opened_at TEXT NOT NULL, opened_by TEXT NOT NULL,
  closed_at TEXT, n INTEGER NOT NULL,
  -- Packs in force besides the base rules (JSON of PinnedPack[]; null = none), since which event; why nobody can say which.
  policy TEXT, policy_n INTEGER, fault TEXT) WITHOUT ROWID;
-- Streams of tools, vendors, consents, groups, usages and packs. production '' = the whole ledger's. member_of: the group of a consent.
CREATE TABLE register (
  category TEXT NOT NULL, production TEXT NOT NULL, id TEXT NOT NULL, sid INTEGER NOT NULL, n INTEGER NOT NULL, member_of TEXT,
  PRIMARY KEY (category, production, id)) WITHOUT ROWID;
CREATE INDEX register_member ON register (production, member_of) WHERE member_of IS NOT NULL;
CREATE TABLE pack (id TEXT NOT NULL, version TEXT NOT NULL, digest TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (id, version)) WITHOUT ROWID;
-- revoked_n: the event that took it back.
CREATE TABLE tool_ruling (
  id TEXT PRIMARY KEY, production TEXT NOT NULL, n INTEGER NOT NULL, terms TEXT NOT NULL, revoked_n INTEGER) WITHOUT ROWID;
CREATE TABLE usage_approval (id TEXT PRIMARY KEY, production TEXT NOT NULL, usage TEXT NOT NULL, n INTEGER NOT NULL, terms TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX usage_approval_usage ON usage_approval (production, usage);
CREATE TABLE share (id TEXT PRIMARY KEY, production TEXT NOT NULL, to_production TEXT NOT NULL, n INTEGER NOT NULL) WITHOUT ROWID;
-- L6: kind 'asset' = an id, 'digest' = algorithm:value.
CREATE TABLE shared (
  to_production TEXT NOT NULL, production TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (to_production, production, kind, name)) WITHOUT ROWID;
CREATE TABLE token (
  id TEXT PRIMARY KEY, name TEXT, hash TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, kind TEXT NOT NULL, grants TEXT NOT NULL,
  restricted TEXT, issued_at TEXT NOT NULL, issued_by TEXT NOT NULL, expires_at TEXT, revoked_at TEXT, n INTEGER NOT NULL) WITHOUT ROWID;

-- One row a claim; sid is its stream. registered = 0: only named by others (I4).
CREATE TABLE asset (
  sid INTEGER PRIMARY KEY, production TEXT NOT NULL, id TEXT NOT NULL, cid INTEGER NOT NULL, registered INTEGER NOT NULL,
  bytes_n INTEGER, name TEXT, kind TEXT, labels TEXT, vendor TEXT, tools TEXT, size INTEGER, media_type TEXT,
  digests TEXT NOT NULL);
-- Claims of a content whose number is not their own: hardly any.
CREATE INDEX asset_twin ON asset (cid) WHERE cid <> sid;
CREATE TABLE digest (
  production TEXT NOT NULL, algorithm TEXT NOT NULL, value TEXT NOT NULL, sid INTEGER NOT NULL, member INTEGER NOT NULL,
  PRIMARY KEY (production, algorithm, value, sid, member)) WITHOUT ROWID;
CREATE TABLE alias (
  aid INTEGER PRIMARY KEY, production TEXT NOT NULL, scheme TEXT NOT NULL, value TEXT NOT NULL, sid INTEGER NOT NULL,
  UNIQUE (production, scheme, value, sid));
CREATE INDEX alias_claim ON alias (sid);

-- One row a content (I1, I2); cid is the sid of its display claim. Where its findings last changed: found_n is the event
-- that brought the change (F3), changed_n how far the facts had come when it was written (what a follower asks by).
CREATE TABLE content (
  cid INTEGER PRIMARY KEY, production TEXT NOT NULL, display TEXT NOT NULL, rank INTEGER NOT NULL, cycle INTEGER,
  classes TEXT, state TEXT NOT NULL, compliant INTEGER NOT NULL, counts TEXT NOT NULL, rules TEXT NOT NULL,
  changed_n INTEGER NOT NULL, found_n INTEGER NOT NULL DEFAULT 0);
-- What a content says by itself (OwnState), beside what it carries: written when facts come in and hardly read, while the rows
-- above are read and written for each content that a change reaches. A content without a row here is known by name only.
CREATE TABLE own_state (cid INTEGER PRIMARY KEY, data TEXT NOT NULL);
CREATE INDEX content_cycle ON content (cycle) WHERE cycle IS NOT NULL;
-- What contents say and carry under policies by which a live release was judged and which are no longer the production's own (F8),
-- or not under the active engine: digest/engine.
CREATE TABLE pinned_own (policy TEXT NOT NULL, cid INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (policy, cid)) WITHOUT ROWID;
CREATE TABLE pinned_state (policy TEXT NOT NULL, cid INTEGER NOT NULL, classes TEXT NOT NULL, PRIMARY KEY (policy, cid)) WITHOUT ROWID;
CREATE TABLE edge (from_cid INTEGER NOT NULL, to_cid INTEGER NOT NULL, PRIMARY KEY (from_cid, to_cid)) WITHOUT ROWID;
CREATE INDEX edge_to ON edge (to_cid, from_cid);
-- Who has to be looked at again when a claim is registered or joins another content, or gets a new submitter (F6).
CREATE TABLE mention (to_sid INTEGER NOT NULL, from_sid INTEGER NOT NULL, PRIMARY KEY (to_sid, from_sid)) WITHOUT ROWID;
CREATE TABLE act_mention (to_sid INTEGER NOT NULL, from_sid INTEGER NOT NULL, PRIMARY KEY (to_sid, from_sid)) WITHOUT ROWID;
CREATE TABLE digest_mention (
  production TEXT NOT NULL, algorithm TEXT NOT NULL, value TEXT NOT NULL, from_sid INTEGER NOT NULL,
  PRIMARY KEY (production, algorithm, value, from_sid)) WITHOUT ROWID;
CREATE TABLE due (cid INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (cid, at)) WITHOUT ROWID;
CREATE INDEX due_at ON due (at);
-- Whose answers a content rests on: tool:<id>, vendor:<id>, consent:<id>, foreign:<production>/<asset>, digest:<algorithm>:<value>.
CREATE TABLE asked (name TEXT NOT NULL, cid INTEGER NOT NULL, PRIMARY KEY (name, cid)) WITHOUT ROWID;
CREATE INDEX asked_by ON asked (cid, name);
-- To be distilled anew because of event n, which was none of its own (evaluate/stale.ts).
CREATE TABLE stale (cid INTEGER PRIMARY KEY, production TEXT NOT NULL, n INTEGER NOT NULL);
CREATE INDEX stale_production ON stale (production, cid);
-- n: the newest event because of which it has to be looked at again.
CREATE TABLE dirty (cid INTEGER PRIMARY KEY, production TEXT NOT NULL, rank INTEGER NOT NULL, n INTEGER NOT NULL);

CREATE TABLE approval (id TEXT PRIMARY KEY, production TEXT NOT NULL, sid INTEGER NOT NULL, n INTEGER NOT NULL, terms TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX approval_claim ON approval (sid);
CREATE TABLE approval_request (id TEXT PRIMARY KEY, production TEXT NOT NULL, sid INTEGER NOT NULL, n INTEGER NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE retraction (id TEXT PRIMARY KEY, production TEXT NOT NULL, sid INTEGER NOT NULL, n INTEGER NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE assignment (production TEXT NOT NULL, item TEXT NOT NULL, owner TEXT NOT NULL, PRIMARY KEY (production, item)) WITHOUT ROWID;

CREATE TABLE delivery (
  production TEXT NOT NULL, id TEXT NOT NULL, sid INTEGER NOT NULL, class TEXT NOT NULL, recipient TEXT NOT NULL, due_at TEXT,
  status TEXT NOT NULL, last_check TEXT, n INTEGER NOT NULL, PRIMARY KEY (production, id)) WITHOUT ROWID;
CREATE TABLE promotion (production TEXT NOT NULL, asset_sid INTEGER NOT NULL, delivery TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (production, asset_sid, delivery)) WITHOUT ROWID;
-- F8: the last statement about how a delivery uses an asset (data of use-declared).
CREATE TABLE declared_use (
  production TEXT NOT NULL, delivery TEXT NOT NULL, asset TEXT NOT NULL, n INTEGER NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (production, delivery, asset)) WITHOUT ROWID;
CREATE TABLE open_request (n INTEGER PRIMARY KEY, sid INTEGER NOT NULL, kind TEXT NOT NULL, recorded_at TEXT NOT NULL);

CREATE TABLE manifest (mid INTEGER PRIMARY KEY, production TEXT NOT NULL, id TEXT NOT NULL, items INTEGER NOT NULL, sealed TEXT, UNIQUE (production, id));
CREATE TABLE manifest_item (mid INTEGER NOT NULL, idx INTEGER NOT NULL, path TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (mid, idx)) WITHOUT ROWID;
CREATE TABLE manifest_digest (value TEXT NOT NULL, algorithm TEXT NOT NULL, mid INTEGER NOT NULL, idx INTEGER NOT NULL,
  PRIMARY KEY (value, algorithm, mid, idx)) WITHOUT ROWID;
CREATE TABLE check_run (
  production TEXT NOT NULL, id TEXT NOT NULL, sid INTEGER NOT NULL, delivery TEXT NOT NULL, requested_n INTEGER NOT NULL,
  checked_n INTEGER, decision TEXT, PRIMARY KEY (production, id)) WITHOUT ROWID;
CREATE INDEX check_delivery ON check_run (production, delivery, requested_n);
CREATE INDEX check_stream ON check_run (sid);
CREATE TABLE check_manifest (check_sid INTEGER NOT NULL, ord INTEGER NOT NULL, mid INTEGER NOT NULL, PRIMARY KEY (check_sid, ord)) WITHOUT ROWID;
CREATE INDEX check_manifest_mid ON check_manifest (mid);
CREATE TABLE check_held (check_sid INTEGER NOT NULL, manifest INTEGER NOT NULL, item INTEGER NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (check_sid, manifest, item)) WITHOUT ROWID;

-- Live releases and what makes them fail (D4, D5). scan_* : items still to be looked at after the outcome was projected.
CREATE TABLE release (
  decision TEXT PRIMARY KEY, production TEXT NOT NULL, delivery TEXT NOT NULL, check_sid INTEGER NOT NULL, n INTEGER NOT NULL,
  released_at TEXT NOT NULL, use TEXT NOT NULL, policies TEXT NOT NULL, engine INTEGER NOT NULL, live INTEGER NOT NULL, scan_ord INTEGER, scan_idx INTEGER) WITHOUT ROWID;
CREATE INDEX release_live ON release (production, live);
CREATE INDEX release_check ON release (check_sid);
CREATE TABLE breach (
  decision TEXT NOT NULL, rule TEXT NOT NULL, root TEXT NOT NULL, element TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL,
  message TEXT NOT NULL, evidence TEXT NOT NULL, paths TEXT NOT NULL, announced INTEGER NOT NULL, gone INTEGER NOT NULL,
  PRIMARY KEY (decision, rule, root, element)) WITHOUT ROWID;
CREATE TABLE breach_content (decision TEXT NOT NULL, cid INTEGER NOT NULL, rule TEXT NOT NULL, root TEXT NOT NULL, element TEXT NOT NULL,
  PRIMARY KEY (decision, cid, rule, root, element)) WITHOUT ROWID;
CREATE INDEX breach_content_key ON breach_content (decision, rule, root, element);
`;

/** When an approval ends, as an index has it: to be written in this way where it is to be found by that. */
export const APPROVAL_END = "json_extract(terms, '$.endsAt')";

/** What a claim is found by, as far as its own row says. */
const called = (row: string) =>
  `${row}id || char(10) || coalesce(${row}name, '') || char(10) || coalesce(${row}labels, '')`;

/**
 * Which three characters follow each other in what registered claims are called: rowid 2 sid for id, name and labels,
 * 2 aid + 1 for an alias. Their places in the text are not kept: a question finds what may hold a text, and looks at that.
 * Kept up by triggers, so that nobody has to remember it.
 */
const SEARCH = `
CREATE VIRTUAL TABLE called USING fts5 (text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
INSERT INTO called (rowid, text) SELECT 2 * sid, ${called('')} FROM asset WHERE registered = 1;
INSERT INTO called (rowid, text) SELECT 2 * aid + 1, value FROM alias;
CREATE TRIGGER asset_registered AFTER INSERT ON asset WHEN new.registered = 1 BEGIN
  INSERT INTO called (rowid, text) VALUES (2 * new.sid, ${called('new.')});
END;
CREATE TRIGGER asset_renamed AFTER UPDATE OF registered, name, labels ON asset
WHEN new.registered = 1 AND (old.registered = 0 OR new.name IS NOT old.name OR new.labels IS NOT old.labels) BEGIN
  INSERT OR REPLACE INTO called (rowid, text) VALUES (2 * new.sid, ${called('new.')});
END;
CREATE TRIGGER alias_added AFTER INSERT ON alias BEGIN
  INSERT INTO called (rowid, text) VALUES (2 * new.aid + 1, new.value);
END;
CREATE TRIGGER alias_removed AFTER DELETE ON alias BEGIN
  DELETE FROM called WHERE rowid = 2 * old.aid + 1;
END;
`;

/** Indexes that applying events does without: a rebuild makes them afterwards, sorted, instead of entry by entry. */
export const FACT_INDEXES = `
CREATE INDEX event_dedup ON event (dedup, sid);
CREATE UNIQUE INDEX asset_name ON asset (production, id);
CREATE INDEX asset_content ON asset (cid);
CREATE INDEX asset_kind ON asset (production, kind) WHERE kind IS NOT NULL;
CREATE INDEX asset_vendor ON asset (production, vendor) WHERE vendor IS NOT NULL;
CREATE INDEX asset_generated ON asset (production) WHERE tools IS NOT NULL;
CREATE INDEX digest_claim ON digest (sid);
CREATE INDEX dirty_order ON dirty (production, rank, cid);
CREATE INDEX manifest_item_path ON manifest_item (mid, path);
CREATE INDEX promotion_delivery ON promotion (production, delivery);
CREATE INDEX approval_order ON approval (production, n);
CREATE INDEX approval_end ON approval (production, ${APPROVAL_END});
CREATE INDEX approval_request_order ON approval_request (production, n);
CREATE INDEX approval_request_claim ON approval_request (sid);
CREATE INDEX approval_request_open ON approval_request (production, n) WHERE open = 1;
CREATE INDEX retraction_order ON retraction (production, n);
CREATE INDEX retraction_claim ON retraction (sid);
CREATE INDEX retraction_open ON retraction (production, n) WHERE open = 1;
${SEARCH}`;

/**
 * Indexes that evaluating does without, and which it would have to keep up with every state it writes. Lists are read from
 * them in their order: by id and by what changed last, each for all contents, and for those of one state.
 */
export const STATE_INDEXES = `
CREATE INDEX content_state ON content (production, state, display);
CREATE INDEX content_changed ON content (production, changed_n DESC, display);
CREATE INDEX content_state_changed ON content (production, state, changed_n DESC, display);
CREATE INDEX content_open ON content (production, display) WHERE rules <> '';
`;
