import type { CommandCall } from '../chat.ts';

/** Commands with an argument as the bot's own messages tell people to type them. */
const TYPED: [RegExp, CommandCall['name'], (match: RegExpExecArray) => string][] = [
  [/^\/?forget\s+(yes|是|确定)$/i, 'forget', () => 'yes'],
  [/^\/?cancel\s+(all|everything)$|^(全部|全都)取消$|^取消(全部|所有)$/i, 'cancel', () => 'all'],
  [/^\/?remove\s+#?(\d{1,2})$|^移除\s*第?\s*(\d{1,2})\s*个?$/i, 'remove', (match) => match[1] ?? match[2] ?? ''],
  // With a slash anything may follow; without one only what can't be the beginning of a request.
  [
    /^\/skill\s+(.{1,60})$|^skill\s+(\d{1,2})$|^技能\s*(\d{1,2})$/i,
    'skill',
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  ],
  [
    /^\/language\s+(.{1,20})$|^language\s+(auto|en|zh|english|chinese)$|^语言\s*(自动|中文|英文)$/i,
    'language',
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  ],
];

/** The command that a whole text spells out, such as `remove 2`; undefined for anything else. */
export function typedCommand(text: string): CommandCall | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[.!。！]+$/, '');
  for (const [shape, name, argument] of TYPED) {
    const match = shape.exec(plain);
    if (match) return { name, argument: argument(match) };
  }
  return undefined;
}
