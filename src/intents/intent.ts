/** What the bot does itself, without the agent. */
export const ACTIONS = [
  'export',
  'credits',
  /** What is running and waiting. */
  'status',
  /** What is on the timeline. */
  'timeline',
  'upload',
  'help',
  /** Spends: the last request once more, as it was. */
  'rerun',
  /** Spends: the last request once more, to come out differently. */
  'variation',
  /** The project's address on the web. */
  'link',
  /** Without an argument: which skills there are. */
  'skill',
  /** Without an argument: which languages there are. */
  'language',
  /** Gives the timeline up. */
  'new',
  'cancel',
  /** Takes a waiting request out of the queue. */
  'remove',
  /** Deletes what is stored about the chat. */
  'forget',
] as const;
export type ActionName = (typeof ACTIONS)[number];

/** One thing to do, in the order it was asked for. */
export type IntentStep =
  | {
      kind: 'action';
      action: ActionName;
      /**
       * `remove`: the place in the queue, counted from 1; always there. `language`: an ISO 639-1 code. `skill`: what the
       * user called it, in lower case and simplified characters, perhaps without its spaces: compare letters and digits alone.
       * Other actions have none.
       */
      argument?: string | number;
    }
  | { kind: 'prompt'; text: string };

export interface Intent {
  /** Empty when there was neither text nor media. A message with media starts with the `upload` action. */
  steps: IntentStep[];
  /** Which rules decided, for the log and the tests, such as `export.en.bare`. */
  rules: string[];
}
