import { createHash } from 'node:crypto';
import type { LocalDraft } from './draft.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1d1b2e; --soft: #6b6880; --paper: #f6f5fb; --card: #ffffff; --line: #e4e1f0;
  --video: #6c5ce7; --audio: #00b894; --text: #e17055; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1f0f8; --soft: #a5a2b8; --paper: #14131d; --card: #1f1d2b; --line: #34314a; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans SC", sans-serif; color: var(--ink); background: var(--paper); }
main { max-width: 760px; margin: 0 auto; padding: 40px 20px; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; overflow-wrap: anywhere; }
.facts { margin: 6px 0 24px; color: var(--soft); }
video, .empty, .tracks { display: block; width: 100%; border-radius: 14px; background: var(--card); border: 1px solid var(--line); }
video { max-height: 70vh; background: #000; }
.empty { padding: 56px 20px; text-align: center; color: var(--soft); }
.tracks { margin-top: 20px; padding: 18px; }
.track + .track { margin-top: 16px; }
h2 { margin: 0 0 6px; font-size: 14px; color: var(--soft); font-weight: 600; }
svg { display: block; width: 100%; height: 12px; border-radius: 6px; background: var(--line); }
.video rect { fill: var(--video); } .audio rect { fill: var(--audio); } .text rect { fill: var(--text); }
ul { margin: 8px 0 0; padding: 0; list-style: none; font-size: 14px; }
li { display: flex; justify-content: space-between; gap: 16px; }
li span:first-child { overflow-wrap: anywhere; }
li span:last-child { color: var(--soft); white-space: nowrap; }
`;

/** Nothing but this page's own style and videos may load, and nothing runs. */
export const CLAIM_PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const WORDS = {
  en: {
    untitled: 'Untitled project',
    none: 'No video yet. It appears here as soon as it is exported.',
    empty: 'The timeline is empty.',
    tracks: { 0: 'Video', 1: 'Music', 7: 'Text' },
    seconds: 's',
    missingTitle: 'Link not found',
    missing: 'This link is unknown or has expired. Ask for a new one in your chat.',
  },
  zh: {
    untitled: '未命名项目',
    none: '还没有视频。导出后会显示在这里。',
    empty: '时间线是空的。',
    tracks: { 0: '视频', 1: '音乐', 7: '文字' },
    seconds: '秒',
    missingTitle: '链接不存在',
    missing: '这个链接无效或已过期。请在聊天中重新获取。',
  },
} as const;

export interface ClaimPage {
  draft: LocalDraft | null;
  /** ISO code of the session's language. */
  language: string;
  /** Path of the latest finished video. */
  videoUrl?: string;
}

/** The page behind a browser link: the project, its latest video and its timeline. All text is escaped; no script. */
export function claimPage(page: ClaimPage): string {
  const language = page.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const words = WORDS[language];
  const { draft } = page;
  const title = projectTitle(draft) ?? words.untitled;
  const facts = draft ? `${draft.m.aspect} · ${seconds(draft.d)} ${words.seconds}` : words.empty;
  const video = page.videoUrl
    ? `<video controls playsinline preload="metadata" src="${escapeHtml(page.videoUrl)}"></video>`
    : `<p class="empty">${words.none}</p>`;
  const tracks = draft?.t.filter((track) => track.sg.length > 0).map((track) => trackHtml(draft, track, words)) ?? [];
  const timeline = tracks.length > 0 ? `<section class="tracks">${tracks.join('')}</section>` : '';
  return html(language, title, `<h1>${escapeHtml(title)}</h1><p class="facts">${facts}</p>${video}${timeline}`);
}

/** For a link that is unknown or has expired. */
export function missingPage(): string {
  const { en, zh } = WORDS;
  return html('en', en.missingTitle, `<h1>${en.missingTitle}</h1><p>${en.missing}</p><p lang="zh">${zh.missing}</p>`);
}

type Words = (typeof WORDS)[keyof typeof WORDS];

function trackHtml(draft: LocalDraft, track: LocalDraft['t'][number], words: Words): string {
  const style = track.tt === 0 ? 'video' : track.tt === 1 ? 'audio' : 'text';
  const total = Math.max(1, draft.d);
  const bars = track.sg.map(({ s, d }) => {
    const width = Math.max(2, (d / total) * 1000 - 2).toFixed(1);
    return `<rect x="${((s / total) * 1000).toFixed(1)}" width="${width}" height="12"/>`;
  });
  const names = track.sg.map((segment) => {
    const name = 'text' in segment.m ? segment.m.text : segment.m.name;
    const when = `${seconds(segment.s)}–${seconds(segment.s + segment.d)} ${words.seconds}`;
    return `<li><span>${escapeHtml(name)}</span><span>${when}</span></li>`;
  });
  const chart = `<svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">${bars.join('')}</svg>`;
  return `<div class="track ${style}"><h2>${words.tracks[track.tt]}</h2>${chart}<ul>${names.join('')}</ul></div>`;
}

function projectTitle(draft: LocalDraft | null): string | undefined {
  for (const track of draft?.t ?? []) {
    if (track.tt === 7) {
      const title = track.sg.find((segment) => segment.m.style === 'title');
      if (title) return title.m.text;
    }
  }
  return draft?.m.name || undefined;
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

function html(language: string, title: string, content: string): string {
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>` +
    `<body><main>${content}</main></body></html>`
  );
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
