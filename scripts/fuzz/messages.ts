/** Cases of a target for the child, one for each seed from this one on. */
export interface Ask {
  target: string;
  seed: number;
  cases: number;
}

/** What became of one case. */
export interface CaseDone {
  seed: number;
  /** Processor time, in ms. */
  ms: number;
  /** The error, where it is none that the target refuses with. */
  crash?: string;
}

/** The first answer says that the child is there. */
export type Answer = { ready: true } | { done: CaseDone } | { over: true };
