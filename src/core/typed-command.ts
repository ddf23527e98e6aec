import type { CommandCall } from './chat.ts';

/** Commands with an argument as the bot's own messages tell people to type them. */
const TYPED: [RegExp, CommandCall['name'], (match: RegExpExecArray) => string][] = [
  [/^\/?forget\s+(yes|是|确定)$/i, 'forget', () => 'yes'],
  [/^\/?cancel\s+(all|everything)$|^(全部|全都)取消$|^取消(全部|所有)$/i, 'cancel', () => 'all'],
  [/^\/?remove\s+#?(\d{1,2})$|^移除\s*第?\s*(\d{1,2})\s*个?$/i, 'remove', (match) => match[1] ?? match[2] ?? ''],
  [/^\/?skill\s+(.{1,60})$|^技能\s*(.{1,60})$/i, 'skill', (match) => match[1] ?? match[2] ?? ''],
  [/^\/?language\s+(.{1,20})$|^语言\s*(.{1,20})$/i, 'language', (match) => match[1] ?? match[2] ?? ''],
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
