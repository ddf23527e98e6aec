/** One thing to do, in the order it was asked for. */
export type IntentStep =
  | {
      kind: 'action';
      /** The action's name in the action table. */
      action: string;
      /**
       * `remove`: the position in the queue, counted from 1. `language`: an ISO 639-1 code. `skill`: what the user called it,
       * in lower case and simplified characters, perhaps without its spaces: compare letters and digits alone.
       */
      argument?: string | number;
    }
  | { kind: 'prompt'; text: string };

export interface Intent {
  /** Empty when there was neither text nor media. */
  steps: IntentStep[];
  /** Which rules decided, for the log and the tests, such as `export.en.bare`. */
  rules: string[];
}
