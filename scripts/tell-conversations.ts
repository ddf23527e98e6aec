import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalChat } from '../src/adapters/local/adapter.ts';
import { attachFile } from '../src/adapters/local/attachments.ts';
import { chatPrinter } from '../src/adapters/local/printer.ts';
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/lib/logger.ts';
import { startApp } from '../src/runtime/app.ts';
import { GROUP_CONVERSATIONS, tellGroup } from './tell/group-conversations.ts';

// Writes docs/conversations.md: the three ways of working, in both languages, and six in groups, as they really run against the embedded
// Nemo with the sample photos. Run it again when the bot's words change: npx tsx scripts/tell-conversations.ts

interface Message {
  files?: string[];
  text: string;
}

const CONVERSATIONS: { title: string; messages: Message[] }[] = [
  {
    title: 'Quick: send, describe, get the MP4',
    messages: [{ files: ['sea.jpg'], text: 'Make a 3-second clip with a slow zoom and calm music' }],
  },
  {
    title: '快速：发照片，说要求，拿到 MP4',
    messages: [{ files: ['sea.jpg'], text: '做一个3秒的视频，缓慢放大，标题“海边的傍晚”' }],
  },
  {
    title: 'Iterative: the project keeps its timeline, you keep refining',
    messages: [
      { files: ['mountains.jpg', 'aurora.jpg'], text: '' },
      { text: '4 seconds with crossfades and lo-fi music, but do not export yet' },
      { text: 'Add the title "Paradise Found"' },
      { text: 'Music at 20%' },
      { text: 'Make it vertical, then export it' },
      { text: 'How many credits are left?' },
    ],
  },
  {
    title: '迭代：项目保留时间线，边说边改',
    messages: [
      { files: ['mountains.jpg', 'aurora.jpg'], text: '' },
      { text: '做成4秒的视频，交叉淡化，配轻松的音乐' },
      { text: '加标题“天堂”' },
      { text: '音乐小声一点' },
      { text: '改成竖屏，然后导出' },
    ],
  },
  {
    title: 'Batch: each file with its own instruction and its own video',
    messages: [
      { files: ['sea.jpg', 'mountains.jpg'], text: '1: 2 seconds, zoom in 2: 2 seconds, pan left' },
      { text: '/status' },
    ],
  },
  {
    title: '批量：每个文件各做一个视频',
    messages: [{ files: ['sea.jpg', 'aurora.jpg'], text: '每张单独做一个2秒的视频，慢慢放大' }],
  },
];

async function tell(messages: Message[], locale: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-tell-'));
  let told = '';
  const chat = new LocalChat({
    name: 'tell',
    printer: chatPrinter({ write: (text) => (told += text) }),
    saveAs: (name) => join(folder, 'out', name),
    locale,
  });
  const config = readConfig({ STORE_URL: `sqlite://${join(folder, 'reelay.sqlite')}` });
  const app = await startApp(config, createLogger({ level: 'error', pretty: true }));
  try {
    app.engine.register(chat);
    for (const [index, { text, files = [] }] of messages.entries()) {
      const samples = fileURLToPath(new URL('../samples/', import.meta.url));
      const attachments = await Promise.all(files.map((name) => attachFile(join(samples, name))));
      await app.engine.accept(chat.message(String(index), text, attachments));
      await app.engine.idle();
    }
  } finally {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return shortened(told, folder);
}

/** Of the rendering's progress one line is enough; paths, addresses and tokens of this run are of no interest. */
function shortened(told: string, folder: string): string {
  let rendering = 0;
  return told
    .replaceAll(`${folder}/`, '')
    .replace(/render_\d+_\d+/g, 'render')
    .replace(/http:\/\/127\.0\.0\.1:\d+\/workspace\/claim\?ct=\w+/g, 'http://127.0.0.1:…/workspace/claim?ct=…')
    .split('\n')
    .filter((line) => {
      const isBar = /[▓░]{10}/.test(line);
      rendering = isBar ? rendering + 1 : 0;
      return !isBar || rendering === 3;
    })
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

const parts = [
  '# Conversations',
  'The three ways of working, in both languages, and six conversations in groups, as they run against the embedded Nemo with the sample photos. Written by `scripts/tell-conversations.ts`.',
];
for (const { title, messages } of CONVERSATIONS) {
  const locale = /\p{Script=Han}/u.test(title) ? 'zh-CN' : 'en-GB';
  parts.push(`## ${title}`, `\`\`\`text\n${await tell(messages, locale)}\n\`\`\``);
}
parts.push(
  '# In groups',
  'What stands in the group at the end; progress messages are gone by then. Commands and buttons of Discord are marked with ⌘.',
);
for (const conversation of GROUP_CONVERSATIONS) {
  parts.push(`## ${conversation.title}`, `\`\`\`text\n${await tellGroup(conversation)}\n\`\`\``);
}
await writeFile(new URL('../docs/conversations.md', import.meta.url), `${parts.join('\n\n')}\n`);
