import type { Generated } from 'kysely';

/** Turns: open ones to be resumed, and for two days the finished ones, by which a repeated message is recognised. */
export interface TurnsTable {
  /** `<chat>/<message id>` */
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

/** The tables of the numbered migrations; keyv's tables are in the same file. */
export interface Schema {
  turns: TurnsTable;
  quarantine: QuarantineTable;
  probe: ProbeTable;
}
