/** A small tree with one violation of each rule, to prove that the rules catch what they are for. */

/** Packages the tree has installed; the value says where its package.json declares them. */
export const PACKAGES = {
  'discord.js': 'dependencies',
  grammy: 'dependencies',
  '@grammyjs/runner': 'dependencies',
  keyv: 'dependencies',
  '@keyv/sqlite': 'dependencies',
  kysely: 'dependencies',
  sqlite3: 'dependencies',
  sharp: 'dependencies',
  '@mediabunny/server': 'dependencies',
  vitest: 'devDependencies',
  stowaway: undefined,
};

/** Imports that are fine: no rule may mind them. */
export const LAWFUL = [
  ['src/main.ts', './runtime/app.ts'],
  ['src/demo.ts', './runtime/app.ts'],
  ['src/main.ts', './config.ts'],
  ['src/runtime/app.ts', '../adapters/discord/inbound.ts'],
  ['src/runtime/app.ts', '../adapters/telegram/inbound.ts'],
  ['src/runtime/app.ts', '../adapters/local/chat.ts'],
  ['src/runtime/app.ts', '../../packages/local-nemo/src/index.ts'],
  ['src/core/engine.ts', '../../packages/media/src/pool.ts'],
  ['src/nemo/nemo.ts', '../../packages/media/src/address-guard.ts'],
  ['packages/local-nemo/src/server.ts', '../../media/src/index.ts'],
  ['src/runtime/app.ts', '../core/engine.ts'],
  ['src/adapters/discord/inbound.ts', 'discord.js'],
  ['src/adapters/discord/inbound.ts', '../../core/engine.ts'],
  ['src/adapters/discord/inbound.ts', './limits.ts'],
  ['src/adapters/telegram/inbound.ts', 'grammy'],
  ['src/adapters/telegram/inbound.ts', '@grammyjs/runner'],
  ['src/adapters/telegram/inbound.ts', '../../core/engine.ts'],
  ['src/adapters/local/chat.ts', '../../lib/logger.ts'],
  ['src/core/engine.ts', '../nemo/nemo.ts'],
  ['src/core/engine.ts', '../intents/intent.ts'],
  ['src/core/engine.ts', '../skills.ts'],
  ['src/core/engine.ts', '../i18n/translator.ts'],
  ['src/adapters/local/chat.ts', '../kit/text.ts'],
  ['src/adapters/local/chat.ts', '../../i18n/translator.ts'],
  ['src/config.ts', './adapters/settings.ts'],
  ['src/adapters/settings.ts', './discord/settings.ts'],
  ['src/adapters/discord/settings.ts', '../kit/platform-settings.ts'],
  ['src/core/engine.ts', './storage/store.ts'],
  ['src/core/engine.ts', './media/image.ts'],
  ['src/core/storage/store.ts', 'keyv'],
  ['src/core/storage/store.ts', '@keyv/sqlite'],
  ['src/core/storage/database.ts', 'kysely'],
  ['src/core/storage/database.ts', 'sqlite3'],
  ['src/core/media/image.ts', 'sharp'],
  ['src/skills.ts', './nemo/nemo.ts'],
  ['src/nemo/nemo.ts', './schemas.ts'],
  ['src/nemo/nemo.ts', '../lib/logger.ts'],
  ['src/nemo/nemo.ts', '../../packages/async/src/index.ts'],
  ['src/lib/logger.ts', '../../packages/async/src/index.ts'],
  ['packages/media/src/pool.ts', '../../async/src/index.ts'],
  ['packages/local-nemo/src/server.ts', '../../async/src/index.ts'],
  ['src/intents/intent.ts', '../lib/logger.ts'],
  ['packages/local-nemo/src/serve.ts', './server.ts'],
  ['packages/local-nemo/src/index.ts', './server.ts'],
  ['packages/local-nemo/src/server.ts', './renderer/render.ts'],
  ['packages/local-nemo/src/renderer/render.ts', '@mediabunny/server'],
  ['packages/local-nemo/src/renderer/child.ts', './render.ts'],
  ['src/nemo/hen.ts', './egg.ts'],
  ['packages/local-nemo/src/renderer/pool.ts', './child.ts'],
  ['packages/local-nemo/src/server.ts', './renderer/pool.ts'],
];

/** Each rule with imports that break it. They are imports of types, which count as well, unless marked `value`. */
export const UNLAWFUL = {
  'folder-nemo': [
    ['src/nemo/bad.ts', '../intents/intent.ts'],
    ['src/nemo/bad-media.ts', '../../packages/media/src/pool.ts'],
  ],
  'folder-i18n': [['src/i18n/bad-core.ts', '../core/engine.ts']],
  'folder-intents': [['src/intents/bad.ts', '../nemo/nemo.ts']],
  'folder-skills': [['src/skills.ts', './nemo/schemas.ts']],
  'folder-core': [
    ['src/core/bad-adapter.ts', '../adapters/local/chat.ts'],
    ['src/core/bad-backend.ts', '../../packages/local-nemo/src/index.ts'],
    ['src/core/bad-config.ts', '../config.ts'],
  ],
  'folder-adapter-settings': [
    ['src/adapters/settings.ts', './discord/inbound.ts'],
    ['src/adapters/discord/settings.ts', './limits.ts'],
  ],
  'folder-adapters': [
    ['src/adapters/local/bad-neighbour.ts', '../discord/limits.ts'],
    ['src/adapters/local/bad-intents.ts', '../../intents/intent.ts'],
    ['src/adapters/local/bad-nemo.ts', '../../nemo/nemo.ts'],
    ['src/adapters/local/bad-config.ts', '../../config.ts'],
  ],
  'packages-stand-alone': [
    ['packages/local-nemo/src/bad-client.ts', '../../../src/nemo/nemo.ts'],
    ['packages/local-nemo/src/bad-config.ts', '../../../src/config.ts'],
    ['packages/local-nemo/src/bad-lib.ts', '../../../src/lib/logger.ts'],
    ['packages/local-nemo/src/bad-package.ts', '../../other/src/index.ts'],
  ],
  'async-stands-alone': [['packages/async/src/index.ts', '../../media/src/pool.ts']],
  'packages-by-their-entry': [
    ['src/runtime/bad-inside.ts', '../../packages/local-nemo/src/server.ts'],
    ['src/core/bad-engine-inside.ts', '../../packages/media/src/probe.ts'],
  ],
  'folder-lib': [['src/lib/logger.ts', '../intents/intent.ts']],
  'folder-config': [['src/config.ts', './skills.ts']],
  'entries-are-not-imported': [
    ['src/runtime/app.ts', '../main.ts', 'value'],
    ['packages/local-nemo/src/bad-entry.ts', './serve.ts', 'value'],
    ['packages/local-nemo/src/bad-child.ts', './renderer/child.ts', 'value'],
  ],
  'wiring-is-for-entries': [['src/extra.ts', './runtime/app.ts']],
  'only-discord-sees-discord': [['src/extra.ts', 'discord.js']],
  'only-telegram-sees-grammy': [
    ['src/adapters/discord/bad-grammy.ts', 'grammy'],
    ['src/core/bad-runner.ts', '@grammyjs/runner'],
  ],
  'only-storage-sees-databases': [
    ['src/core/bad-keyv.ts', 'keyv'],
    ['src/core/bad-sqlite.ts', '@keyv/sqlite'],
    ['src/core/bad-pg.ts', 'pg'],
    ['src/core/bad-kysely.ts', 'kysely'],
    ['src/core/turn/bad-sqlite3.ts', 'sqlite3'],
  ],
  'only-media-folders-see-media-libraries': [
    ['src/core/bad-sharp.ts', 'sharp'],
    ['packages/local-nemo/src/bad-bunny.ts', '@mediabunny/server'],
  ],
  'src-stands-alone': [
    ['src/core/bad-test.ts', '../../test/fakes/store.ts'],
    ['packages/local-nemo/src/bad-test.ts', '../test/harness.ts'],
  ],
  'no-dev-dependency-in-src': [['src/core/bad-dev.ts', 'vitest']],
  'no-undeclared-package': [['src/core/bad-stowaway.ts', 'stowaway']],
  'no-unresolvable-import': [['src/core/bad-nowhere.ts', './nowhere.ts']],
  'no-cycles': [['src/nemo/egg.ts', './hen.ts']],
  'no-orphans': [['src/core/forgotten.ts', undefined]],
};

/** Files that read the environment where they may not, each in another way, and one that only talks about it. */
export const ENVIRONMENT_READERS = {
  'dotted.ts': 'export const a = process.env.A;',
  'quoted.ts': "export const a = process['env'];",
  'optional.ts': 'export const a = globalThis.process?.env;',
  'taken-apart.ts': 'const { env } = process; export const a = env;',
  'imported.ts': "import { env as e } from 'node:process'; export const a = e;",
};

/** Speaks of the environment, and hands a child process its PATH, without reading a setting. */
export const ENVIRONMENT_TALKER =
  "// process.env is read elsewhere\nexport const a = 'process.env';\nexport const b = { PATH: process.env.PATH };";

const lines = (count, line = 'a();') => Array.from({ length: count }, () => line).join('\n');
const inFunction = (head, count) => `${head} {\n${lines(count - 2)}\n}\n`;

/** Sources, with how many things in them are too long. */
export const LENGTHS = [
  ['src/short.ts', inFunction('function f()', 60), 0],
  ['src/long.ts', inFunction('function f()', 61), 1],
  ['src/arrow.ts', inFunction('const f = async () =>', 61), 1],
  ['src/method.ts', `class A {\n${inFunction('constructor()', 61)}${inFunction('get b()', 61)}}\n`, 2],
  ['packages/one/src/inner.ts', `function f() {\n${inFunction('function g()', 59)}}\n`, 1],
  ['src/page/view.tsx', inFunction('export function View()', 61), 1],
  ['scripts/run.mjs', inFunction('function f()', 61), 1],
  ['test/suite.test.ts', inFunction("describe('a suite', () =>", 61).replace(/\}\n$/, '});\n'), 0],
  ['src/whole.ts', `${lines(300)}\n`, 0],
  ['src/too-long.ts', `${lines(301)}\n`, 1],
  ['test/too-long.test.ts', `${lines(301)}\n`, 1],
  ['test/intents/corpus/list.ts', `${lines(301)}\n`, 0],
];
