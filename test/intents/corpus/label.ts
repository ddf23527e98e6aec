/**
 * What an utterance should become: an action, an action with its argument (`remove=2`), `prompt` (the whole text goes to
 * the agent), or a list of steps in which everything that is not an action is a prompt's text.
 */
export type Label = string | readonly string[];

export type Labelled = readonly (readonly [text: string, label: Label])[];
