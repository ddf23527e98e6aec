import type { Mention } from './file-names.ts';

const ORDERED =
  /\b(?:start|begin|open|end|finish|close)s? with\b|\bthen\b|\bfirst\b|\blast\b|\bfollowed by\b|先|再|然后|最后|接着|(?:作为|当)第一/i;
const LEFT_OUT =
  /\b(?:skip|leave out|without|exclude|no|not|drop|remove)(?: the| my)?\s*$|(?:不要|去掉|跳过|别用)\s*$/i;
const LEFT_OUT_AFTER = /^\s*(?:不要|去掉|跳过|就不要)/;

/** "Bread first": that one leads. */
function isFirstSaid(text: string, { to }: Mention): boolean {
  return /^\W{0,3}first\b|^放?(?:在)?(?:第一个|最前面?|开头)/i.test(text.slice(to, to + 12));
}

/** Where the words begin that leave a file out. */
export function leftOutFrom(text: string, { from }: Mention): number {
  const start = Math.max(0, from - 24);
  const words = LEFT_OUT.exec(text.slice(start, from));
  return words ? start + words.index : from;
}

/** The files of a first video, and those that it is not to show. */
export interface SaidOrder {
  ids: string[];
  out: Set<string>;
}

/**
 * Files in the order in which a first message names them: "start with the cat, then the family, beach last". Those that it
 * does not name follow, before the one that is to be the last; those that are to be skipped are left out.
 * @param all the files that a video is made of otherwise
 */
export function inSaidOrder(text: string, mentions: Mention[], all: string[]): SaidOrder | undefined {
  const isOut = ({ from, to }: Mention) =>
    LEFT_OUT.test(text.slice(Math.max(0, from - 24), from)) || LEFT_OUT_AFTER.test(text.slice(to, to + 8));
  const out = new Set(mentions.filter(isOut).map(({ id }) => id));
  const inOrder = ORDERED.test(text);
  const named = [...new Set(mentions.map(({ id }) => id))].filter((id) => all.includes(id) && !out.has(id));
  const [lone] = named.length === 1 ? mentions.filter(({ id }) => !out.has(id)) : [];
  const leads = lone !== undefined && isFirstSaid(text, lone);
  if (out.size === 0 && !leads && (named.length < 2 || !inOrder)) return undefined;
  if (out.size >= all.length) return undefined;
  if (!inOrder) return { ids: all.filter((id) => !out.has(id)), out };
  const others = all.filter((id) => !named.includes(id) && !out.has(id));
  const end = mentions.at(-1);
  const isLast =
    end &&
    /^\W{0,3}(?:last|at the (?:very )?end)\b|^放?(?:在)?最后|^(?:作为|当|做)最后一?[张个]/i.test(
      text.slice(end.to, end.to + 20),
    );
  const endsWith =
    end && /(?:\b(?:end|finish|close)s? with(?: the| my)?|最后(?:放|是|一张)?)\s*$/i.test(text.slice(0, end.from));
  const ids = isLast || endsWith ? [...named.slice(0, -1), ...others, ...named.slice(-1)] : [...named, ...others];
  return { ids, out };
}
