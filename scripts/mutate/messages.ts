/** The variable of the environment that names a runner for vitest, in place of its own. */
export const RUNNER_VARIABLE = 'MUTATE_RUNNER';

/** What the runner asks of its child process: a test file, or some cases of it, after `changed` was written anew. */
export interface Ask {
  /** Both absolute. */
  test: string;
  changed: string;
  /** vitest's ids of the cases to run; all when undefined. */
  cases: string[] | undefined;
  /** A case that takes longer fails; as configured when undefined. */
  caseLimitMs: number | undefined;
}

/** What the child says: once that it is ready, then one answer for each question. */
export type Answer = { ready: true } | { passed: boolean; late: boolean; tookMs: Record<string, number> };
