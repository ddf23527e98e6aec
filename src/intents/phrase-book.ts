import { type ActionPhrases, type Pattern, type ReadArgument, whole, wholeWith } from './phrases.ts';
import { type Lookup, speaks, type Vocabulary, vocabularyOf, wordsOf } from './vocabulary.ts';

/** A pattern with the action that it asks for. */
export interface Entry {
  action: string;
  phrases: ActionPhrases;
  pattern: Pattern;
  /** Such as `export.en.bare`. */
  rule: string;
}

/** What a pattern found. */
export interface Found {
  entry: Entry;
  argument?: string | number;
}

/** The phrases of all actions, ready to be looked up. */
export interface PhraseBook {
  slash: readonly Entry[];
  english: readonly Entry[];
  chinese: readonly Entry[];
  vocabularies: readonly VocabularyEntry[];
}

/** A vocabulary with the action that it asks for. */
interface VocabularyEntry extends Pick<Entry, 'action' | 'rule'> {
  vocabulary: Vocabulary;
  isMadeOf: Lookup;
}

/** An action as the phrase book takes it: the names that stand after a slash (letters and digits), and its phrases. */
export interface NamedPhrases {
  name: string;
  aliases: readonly string[];
  phrases: ActionPhrases;
}

/** Collects the phrases of a list of actions. Where two ask for the same words, the earlier action has them. */
export function phraseBook(actions: readonly NamedPhrases[]): PhraseBook {
  return {
    slash: actions.flatMap((action) => slashPatterns(action).map((pattern) => entry(action, pattern, pattern.rule))),
    english: actions.flatMap((action) =>
      action.phrases.en.map((pattern) => entry(action, pattern, `en.${pattern.rule}`)),
    ),
    chinese: actions.flatMap((action) =>
      action.phrases.zh.map((pattern) => entry(action, pattern, `zh.${pattern.rule}`)),
    ),
    vocabularies: actions.flatMap(({ name, phrases: { vocabulary = [] } }) =>
      vocabulary.map((each) => ({
        action: name,
        rule: `${name}.${each.language}.${each.rule}`,
        vocabulary: each,
        isMadeOf: vocabularyOf(each),
      })),
    ),
  };
}

function entry({ name, phrases }: NamedPhrases, pattern: Pattern, rule: string): Entry {
  return { action: name, phrases, pattern, rule: `${name}.${rule}` };
}

/** `/name`, `/alias@SomeBot`, `/name argument`. */
function slashPatterns({ name, aliases, phrases: { slashArgument } }: NamedPhrases): Pattern[] {
  const anyOf = (names: readonly string[]) => `(?:${names.join('|')})(?:@\\w+)?`;
  const alone = whole('slash', `/${anyOf([name, ...aliases])}`);
  if (!slashArgument) return [alone];
  const { read, alsoAfter = [] } = slashArgument;
  const withArgument = wholeWith('slash', read, `/${anyOf([name, ...aliases, ...alsoAfter])}[ :=#]+(\\S.*)`);
  return slashArgument.required ? [withArgument] : [alone, withArgument];
}

/** A slash argument that is a whole number from 1 to 99 and nothing else. */
export const readSlashNumber: ReadArgument = (captured) =>
  /^[1-9]\d?$/u.test(captured) ? Number(captured) : undefined;

/** The first entry that a core matches. */
export function lookUp(entries: readonly Entry[], core: string): Found | undefined {
  for (const entry of entries) {
    const { re, read } = entry.pattern;
    if (!read) {
      if (re.test(core)) return { entry };
      continue;
    }
    const match = re.exec(core);
    if (!match) continue;
    const argument = read(match.slice(1).find((captured) => captured !== undefined) ?? '');
    if (argument !== undefined) return { entry, argument };
  }
  return undefined;
}

/** The action whose vocabulary a normalised text is made of. */
export function lookUpVocabulary(
  { vocabularies }: PhraseBook,
  normalised: string,
): { action: string; rule: string; argument?: string } | undefined {
  const words = wordsOf(normalised);
  const found = vocabularies.find((each) => speaks(each.vocabulary, normalised) && each.isMadeOf(normalised, words));
  if (!found) return undefined;
  const { action, rule, vocabulary } = found;
  return { action, rule, ...(vocabulary.argument !== undefined && { argument: vocabulary.argument }) };
}

/** A command typed with its slash where the platform did not take it for one, such as `/export@SomeBot`. */
export function slashAction(book: PhraseBook, normalised: string): Found | undefined {
  return normalised.startsWith('/') ? lookUp(book.slash, normalised) : undefined;
}
