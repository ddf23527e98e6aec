import type { Generated } from 'kysely';

/** Turns: open ones to be resumed, and for two days the finished ones, by which a repeated message is recognised. */
export interface TurnsTable {
  /** `<place>/<message id>` */
  id: string;
  chat: string;
  /** `open`, or how it ended. */
  state: string;
  /** Milliseconds since the epoch. */
  accepted_at: number;
  /** Order among turns of the same millisecond. */
  position: number;
  /** Version of the format of `data`. */
  version: number;
  /** 1 while something of a finished turn is still to be cleaned up at the platform or at Nemo. */
  leftover: number;
  /** Milliseconds since the epoch; null while the turn is open. */
  expires_at: number | null;
  /** The turn as JSON. */
  data: string;
}

/** Prompts that have left, by the attempt: whose insert fails must not send. */
export interface SentPromptsTable {
  turn_id: string;
  /** Its place in the turn's work. */
  piece: number;
  /** Counted from 1; the next one only after Nemo has certainly not taken the one before. */
  attempt: number;
  /** Who has inserted it, so that a write whose answer was lost is known when it is done again. */
  claim: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Records that could not be read, kept for the operator. */
export interface QuarantineTable {
  id: Generated<number>;
  table_name: string;
  key: string;
  value: string;
  problem: string;
  /** Milliseconds since the epoch. */
  set_aside_at: number;
  /** 1 once a turn that reports it to the chat was journaled. */
  reported: number;
}

/** Written and deleted by the health check. */
export interface ProbeTable {
  written_at: number;
}

/** What each request of the last 90 days cost, or is expected to while it runs. */
export interface LedgerTable {
  turn_id: string;
  /** `platform:id`; its hash once it was erased. */
  user: string;
  chat: string;
  /** Server or group, or the private chat; its hash once it was erased. */
  community: string;
  skill: string;
  action: string;
  /** Days since the Unix epoch, UTC. */
  day: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** `reserved` before anything was sent, `spending` from then on, and `settled` at the end. */
  state: string;
  /** Credits that it took, or that are set aside for it. */
  credits: number;
  /** 1 when `credits` is no difference of two balances. */
  estimate: number;
  duration_ms: number | null;
  outcome: string | null;
  render: string | null;
}

/** What the account held when it was first looked at on a day. */
export interface AccountDaysTable {
  day: number;
  total: number;
}

/** People (`platform:id`) and communities that the bot does not listen to. */
export interface BlocksTable {
  /** The community where it holds; `*` for everywhere. */
  scope: string;
  subject: string;
  blocked_by: string;
  at: number;
}

/** What moderators did. */
export interface AuditTable {
  id: Generated<number>;
  community: string;
  at: number;
  by_user: string;
  action: string;
  detail: string;
  /** The turn that did it: done again after a crash, it is written once. */
  turn_id: string;
}

/** What moderators have set for their community, as JSON. */
export interface CommunitySettingsTable {
  community: string;
  data: string;
}

/** How much of an hourly limit is left to a person or place. */
export interface RateBucketsTable {
  key: string;
  /** Below zero after more was taken than there was. */
  tokens: number;
  /** When `tokens` was counted, in ms since the epoch. */
  at: number;
}

/** People (`platform:id`) who have agreed to the terms. */
export interface ConsentsTable {
  user: string;
  /** Their address, so that other terms are asked about again. */
  terms: string;
  at: number;
}

/** What the owner was told and is not to be told again. */
export interface AlertsTable {
  kind: string;
  at: number;
}

/** The tables of the numbered migrations; keyv's tables are in the same file. */
export interface Schema {
  turns: TurnsTable;
  sent_prompts: SentPromptsTable;
  quarantine: QuarantineTable;
  probe: ProbeTable;
  ledger: LedgerTable;
  account_days: AccountDaysTable;
  blocks: BlocksTable;
  audit: AuditTable;
  community_settings: CommunitySettingsTable;
  rate_buckets: RateBucketsTable;
  consents: ConsentsTable;
  alerts: AlertsTable;
}
