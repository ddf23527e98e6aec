/** The variable of the environment that names the file with the {@link Plan}. */
export const PLAN_VARIABLE = 'MUTATE_PLAN';

/** What the runner of a test file is to try. */
export interface Plan {
  /** Faults that nobody has noticed yet; `place` is what `globalThis.__reached` gets where they are. */
  faults: { id: number; place: number }[];
  /** A case that takes longer without a fault is not asked. */
  longestMs: number;
  /** Gets a line for each {@link Said}. */
  log: string;
}

/** What the runner says of a fault (`id`), or of a case. */
export type Said =
  | { said: 'begun' | 'passed' | 'unsure'; id: number }
  /** `hung`: the case did not end, and without the fault it does. */
  | { said: 'failed' | 'hung'; id: number; name: string }
  /** A case that passes without a fault, and the places it enters. */
  | { said: 'case'; name: string; ms: number; places: number[] }
  /** A case that fails without a fault. */
  | { said: 'unsound'; name: string }
  /** The rest of the file was not run. */
  | { said: 'stopped' };

export const LIMITS = {
  /** A case with a fault may take this many times what it takes without, */
  times: 4,
  /** and this much more. */
  moreMs: 8_000,
  /** How long the cases of one test file are asked about one fault. */
  perFileMs: 20_000,
} as const;
