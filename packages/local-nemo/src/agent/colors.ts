import type { Language } from './phrases.ts';

/** The colours that texts can be asked for by name: words for them, CSS, and what they are called in a reply. */
export const COLORS: { pattern: RegExp; css: string; en: string; zh: string }[] = [
  // Before the colours whose names are part of theirs.
  { pattern: /\bpink\b|粉红?色?/, css: '#ff6b9d', en: 'pink', zh: '粉色' },
  { pattern: /\bcream(?:y)?\b|\bivory\b|\bbeige\b|奶油色|米白?色|奶白色?/, css: '#fff4d6', en: 'cream', zh: '奶油色' },
  { pattern: /\bsilver\b|银色?/, css: '#c7c7cc', en: 'silver', zh: '银色' },
  { pattern: /\bbrown\b|棕色?|咖啡色/, css: '#a2845e', en: 'brown', zh: '棕色' },
  { pattern: /\b(?:teal|turquoise|cyan)\b|青色?/, css: '#30d5c8', en: 'turquoise', zh: '青色' },
  { pattern: /\bwhite\b|白色?/, css: '#ffffff', en: 'white', zh: '白色' },
  { pattern: /\bblack\b|黑色?/, css: '#000000', en: 'black', zh: '黑色' },
  { pattern: /\bred\b|红色?/, css: '#ff3b30', en: 'red', zh: '红色' },
  { pattern: /\bgold(?:en)?\b|金色?/, css: '#ffd700', en: 'gold', zh: '金色' },
  { pattern: /\byellow\b|黄色?/, css: '#ffd60a', en: 'yellow', zh: '黄色' },
  { pattern: /\borange\b|橙色?/, css: '#ff9500', en: 'orange', zh: '橙色' },
  { pattern: /\bgreen\b|绿色?/, css: '#34c759', en: 'green', zh: '绿色' },
  { pattern: /\b(?:light )?blue\b|蓝色?/, css: '#0a84ff', en: 'blue', zh: '蓝色' },
  { pattern: /\bpurple\b|\bviolet\b|紫色?/, css: '#af52de', en: 'purple', zh: '紫色' },
  { pattern: /\bgr[ae]y\b|灰色?/, css: '#8e8e93', en: 'gray', zh: '灰色' },
];

/** What a colour is called; one without a name stays as it is written in CSS. */
export function colorName(css: string, language: Language): string {
  return COLORS.find((color) => color.css === css)?.[language] ?? css;
}
