import { compact, isChinese, trimEdges } from './normalise.ts';

/**
 * Recognises what is asked for by its words alone, in whatever order they come: a short message in which every word is
 * either one of an action's own or says nothing by itself ("is", "the", "now"). One word more ("the man is running") and it
 * is about the video. Only for actions that are free and change nothing.
 */
export interface Vocabulary {
  language: 'en' | 'zh';
  /** Names the rule within its action and language. */
  rule: string;
  /** Of each list one word must be there; words are separated by `|`. */
  keys: readonly string[];
  /** Words that may stand beside them. */
  others?: string;
  /** Words that say nothing elsewhere, and something here. */
  without?: string;
  /** Only a question asks for it: a statement with the same words is about the video. */
  question?: boolean;
  /** The action's argument. */
  argument?: string;
}

const EN_EMPTY = new Set(
  `i|im|ive|id|me|my|mine|we|were|weve|us|our|you|youre|u|ur|your|it|its|this|that|thats|these|those|there|theres|here|the|a|an|some|any|
is|are|am|was|be|been|being|do|does|did|dont|have|has|had|got|get|can|could|would|will|shall|may|might|should|must|please|pls|plz|kindly|
now|right|currently|still|yet|already|so|far|at|moment|in|on|of|for|to|from|with|and|or|then|just|only|really|actually|quickly|soon|ok|okay|
hey|hi|hello|thanks|thank|thx|bot|reelay|one|thing|something|anything|everything|all|what|whats|which|how|hows|where|wheres|when|why|who|much|many|
long|more|most|tell|know|trouble|possible|maybe|perhaps|wondering|if|quick|question|about|today|exactly|by|way|up|as|let|lemme|lets|see|check|well|um|hmm`
    .replace(/\n/gu, '')
    .split('|'),
);
const EN_QUESTION =
  /^(?:(?:so|and|but|hey|hi|hello|ok|okay|um|hmm|please|well|tell me|can you tell me|could you tell me|do you know|i was wondering|quick question)[, :]+)*(?:what|whats|which|how|hows|where|wheres|when|why|who|is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|should|any)\b|\?\s*$/u;

const ZH_EMPTY =
  '我|我们|你|你们|您|它|这|这个|这些|那|那个|的|了|吗|么|呢|吧|啊|呀|啦|哦|嘛|请|请问|麻烦|帮|帮我|一下|下|现在|目前|当前|已经|还|还有|都|就|也|再|可以|能|能不能|可不可以|可否|想|要|想要|需要|是|有|有没有|没有|没|在|到|里|里面|上|中|什么|啥|哪|哪里|哪儿|哪些|怎么|怎么样|咋|咋样|为什么|为啥|多少|几|几个|多久|多长时间|看|看看|看一下|查|查看|查询|告诉|告诉我|知道|一共|总共|谢谢|好|好的|今天|刚才|刚刚|之前|上次|大概|到底|是不是|会|会不会|得|着|过|来|又|很|这么|那么|个|先|快|快点|等等|等';
const ZH_QUESTION = /吗|么|呢|多少|几|什么|啥|哪|怎么|咋|没有?$|没了?$|为什么|是不是|[?？]\s*$/u;

const LONGEST = 120;
const MOST_WORDS = 14;
const MOST_CHARACTERS = 30;
const LONGEST_WORD = 6;
const QUOTED = /["“”「」『』《》:：]/u;

const listOf = (words: string) => words.split('|').filter((word) => word !== '');

/** A vocabulary made ready to be looked up. */
export type Lookup = (normalised: string, words: readonly string[]) => boolean;

/** The words of a normalised text; none of a longer one than anybody asks with. */
export function wordsOf(normalised: string): readonly string[] {
  return normalised.length > LONGEST ? [] : (normalised.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** Makes the test whether a normalised text consists of a vocabulary. */
export function vocabularyOf(vocabulary: Vocabulary): Lookup {
  return vocabulary.language === 'en' ? english(vocabulary) : chinese(vocabulary);
}

function english({ keys, others = '', without = '', question }: Vocabulary): Lookup {
  const groups = keys.map((words) => new Set(listOf(words)));
  const known = new Set([...EN_EMPTY, ...groups.flatMap((group) => [...group]), ...listOf(others)]);
  for (const word of listOf(without)) known.delete(word);
  return (text, words) => {
    if (words.length === 0 || words.length > MOST_WORDS || !words.every((word) => known.has(word))) return false;
    if (QUOTED.test(text) || (question && !EN_QUESTION.test(text))) return false;
    return groups.every((group) => words.some((word) => group.has(word)));
  };
}

function chinese({ keys, others = '', without = '', question }: Vocabulary): Lookup {
  const groups = keys.map(listOf);
  const known = new Set([...listOf(ZH_EMPTY), ...groups.flat(), ...listOf(others)]);
  for (const word of listOf(without)) known.delete(word);
  return (text) => {
    if (text.length > LONGEST || QUOTED.test(text) || (question && !ZH_QUESTION.test(text))) return false;
    const plain = compact(trimEdges(text));
    if (plain === '' || plain.length > MOST_CHARACTERS) return false;
    return groups.every((group) => group.some((word) => plain.includes(word))) && isMadeOf(plain, known);
  };
}

/** Whether a text can be cut into known words, all of it. */
function isMadeOf(text: string, known: ReadonlySet<string>): boolean {
  const reached = new Set([0]);
  for (let start = 0; start < text.length; start++) {
    if (!reached.has(start)) continue;
    for (let length = 1; length <= LONGEST_WORD && start + length <= text.length; length++) {
      if (known.has(text.slice(start, start + length))) reached.add(start + length);
    }
  }
  return reached.has(text.length);
}

/** Whether a vocabulary is of the text's language. */
export function speaks({ language }: Pick<Vocabulary, 'language'>, normalised: string): boolean {
  return isChinese(normalised) === (language === 'zh');
}
