import { classify } from '../../intents/classify.ts';
import { normalise } from '../../intents/normalise.ts';
import { type PhraseBook, phraseBook } from '../../intents/phrase-book.ts';
import { isOnlyPoliteness } from '../../intents/politeness.ts';
import type { CommandCall } from '../chat.ts';
import type { ActionDeclaration } from './declaration.ts';

/** A list of actions, and all that follows from it. */
export class ActionTable<A extends ActionDeclaration> {
  /** In the order in which menus and help show them. */
  readonly all: readonly A[];
  /** The phrases of all actions, for `intents`. */
  readonly phrases: PhraseBook;
  readonly #byName: ReadonlyMap<string, A>;

  /** Throws when two actions have the same name or alias. */
  constructor(actions: readonly A[]) {
    this.all = actions;
    this.phrases = phraseBook(actions);
    this.#byName = new Map(actions.map((action) => [action.name, action]));
    const names = actions.flatMap(({ name, aliases }) => [name, ...aliases]);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`two actions are called ${twice}`);
  }

  find(name: string): A | undefined {
    return this.#byName.get(name);
  }

  /** The actions that platforms offer as commands. */
  get commands(): (A & Required<Pick<ActionDeclaration, 'command'>>)[] {
    return this.all.filter(
      (action): action is A & Required<Pick<ActionDeclaration, 'command'>> => action.command !== undefined,
    );
  }

  /** The command of this name, where platforms offer it. */
  command(name: string): (A & Required<Pick<ActionDeclaration, 'command'>>) | undefined {
    return this.commands.find((action) => action.name === name);
  }

  /** The command that a whole text spells out with its argument, such as `remove 2`; undefined for anything else. */
  typed(text: string): CommandCall | undefined {
    const plain = withoutFinalStops(text.normalize('NFKC').trim());
    if (plain.length > LONGEST_TYPED) return undefined;
    for (const { name, typed = [] } of this.all) {
      for (const { pattern, argument } of typed) {
        const match = pattern.exec(plain);
        if (match) return { name, argument: argument(match.slice(1).find((each) => each !== undefined) ?? '') };
      }
    }
    return undefined;
  }

  /** The actions that a message's words ask for, so that an adapter can check rights before it brings the message. */
  asked(text: string, media: number): CommandCall[] {
    const typed = media === 0 ? this.typed(text) : undefined;
    if (typed) return [typed];
    return classify({ text, media }, this.phrases).steps.flatMap((step) => {
      // Files that come with the message are no request.
      if (step.kind !== 'action' || step.action === 'upload') return [];
      const { action: name, argument } = step;
      return [{ name, ...(argument !== undefined && { argument: String(argument) }) }];
    });
  }

  /** Whether a text asks for actions and nothing else, so that it says nothing about any file. */
  asksForActionsOnly(text: string): boolean {
    if (this.typed(text)) return true;
    const { steps } = classify({ text, media: 0 }, this.phrases);
    return steps.length > 0 && steps.every((step) => step.kind === 'action' && step.action !== 'upload');
  }

  /** Whether a text only greets, thanks or approves: it says nothing about any file. */
  isSmallTalk(text: string): boolean {
    return text !== '' && text.length <= LONGEST_TYPED && isOnlyPoliteness(normalise(text));
  }

  /** Whether a text without files asks for nothing but what the bot answers at once by itself, such as "cancel". */
  asksForAnswersOnly(text: string): boolean {
    if (this.typed(text)) return true;
    const { steps } = classify({ text, media: 0 }, this.phrases);
    const answered = steps.flatMap((step) => (step.kind === 'action' ? (this.find(step.action) ?? []) : []));
    // Who says "here are my photos" goes on with photos.
    const isWhole = answered.every(({ mode, name }) => mode !== 'queued' && name !== 'upload');
    return steps.length > 0 && answered.length === steps.length && isWhole;
  }
}

/** Longer texts spell out no command with its argument, in UTF-16 units. */
const LONGEST_TYPED = 100;

function withoutFinalStops(text: string): string {
  let end = text.length;
  while (end > 0 && '.!。！'.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
