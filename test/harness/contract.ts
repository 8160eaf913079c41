/** The answers of the public contract, as far as the tests read them. Members are always present; `null` means empty. */

export interface Digests {
  sha256?: string;
  sha1?: string;
  md5?: string;
  xxh64?: string;
  xxh128?: string;
  c4?: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: { pointer?: string; parameter?: string; in?: string; message: string; code?: string }[];
  decision?: Decision;
  excluded?: string[];
  known?: unknown;
  given?: unknown;
  position?: string;
  wanted?: string;
}

export interface EvidenceRef {
  stream: string;
  revision: number;
}

export interface Step {
  kind: string;
  asset?: string;
  body?: unknown;
}

export interface Finding {
  rule: string;
  outcome: 'deny' | 'unknown' | 'approval' | 'escalate' | 'notice';
  status: 'open' | 'cleared' | 'overridden';
  code: string;
  root: string;
  element: string | null;
  message: string;
  path: string[];
  edges: string[];
  evidence: EvidenceRef[];
  missing: unknown;
  clears: { message: string; anyOf: Step[][] } | null;
}

export interface DecisionItem {
  path: string;
  size: number | null;
  digests: Digests;
  asset: string | null;
  state: string | null;
  code: string | null;
  role: string;
  status: 'cleared' | 'held';
  match: { rung: string; by: string; releasable: boolean; candidates: { asset: string; state: string }[] } | null;
  findings: Finding[];
}

export interface Decision {
  engine: number;
  id: string;
  kind: 'check' | 'promotion' | 'release';
  decision: 'release' | 'hold' | 'undecided';
  delivery: string;
  production: string;
  position: string;
  decidedAt: string;
  manifests: { name: string; format: string; sha256: string; items: number }[];
  summary: {
    total: number;
    cleared: number;
    held: number;
    byState: Record<string, number>;
    byCode: Record<string, number>;
  };
  items: DecisionItem[];
  problems: { code: string; message: string; path: string | null }[];
}

export interface Delivery {
  production: string;
  id: string;
  name: string;
  class: string;
  state: string;
  lastCheck: { id: string; decision: string } | null;
  release: { decision: string; releasedAt: string; releasedBy: string; receipt: string } | null;
  concerns: { kind: string; findings: unknown[]; cause: EvidenceRef | null }[];
  position: string;
}

export interface ReleaseAnswer {
  delivery: Delivery;
  decision: Decision;
  receipt: string | null;
  position: string;
}

export interface AssetSummary {
  production: string;
  asset: string;
  name: string | null;
  kind: string | null;
  registered: boolean;
  state: string;
  compliant: boolean;
  digests: Digests;
  findings: unknown;
}

export interface Asset extends Omit<AssetSummary, 'findings'> {
  findings: Finding[];
  labels: Record<string, string>;
  temporary: { reason: string; since: string; by: string } | null;
  approvals: { id: string; state: string }[];
  deliveries: { delivery: string }[];
  submitters: string[];
  twins: string[];
  supersededBy: string | null;
  madeUnder: string[];
  stream: string;
  revision: number;
  position: string;
}

export interface LedgerEvent {
  id: string;
  production: string;
  stream: string;
  revision: number;
  type: string;
  position: string;
  recordedAt: string;
  occurredAt: string;
  actor: { subject: string; role: string; onBehalfOf: string | null };
  source: string | null;
  data: Record<string, unknown>;
}

export interface IntakeResult {
  index?: number;
  id?: string;
  status: 'accepted' | 'duplicate' | 'refused' | 'failed';
  stream: string | null;
  revision: number | null;
  position: string | null;
  events?: number;
  problem?: Problem | null;
}

export interface BatchAnswer {
  results: IntakeResult[];
  summary: { accepted: number; duplicate: number; refused: number; failed: number };
  position: string;
}

export interface Approval {
  id: string;
  asset: string;
  state: 'active' | 'pending-quorum' | 'pending-conditions' | 'rejected' | 'expired' | 'revoked' | 'void';
  approver: { subject: string; role: string };
  position: string;
}
