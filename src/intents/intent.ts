/** What the bot does itself, without the agent. */
export const ACTIONS = ['export', 'credits', 'status', 'upload', 'help', 'new', 'cancel'] as const;
export type ActionName = (typeof ACTIONS)[number];

/** One thing to do, in the order it was asked for. */
export type IntentStep = { kind: 'action'; action: ActionName } | { kind: 'prompt'; text: string };

export interface Intent {
  /** Empty when there was neither text nor media. A message with media starts with the `upload` action. */
  steps: IntentStep[];
  /** Which rules decided, for the log and the tests, such as `export.en.bare`. */
  rules: string[];
}
