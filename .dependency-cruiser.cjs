/**
 * Who may import whom. Every rule is proved by `scripts/check-layout.mjs`, which plants a violation of each in a small
 * tree and fails when one is not caught.
 */
const LIB = ['^src/lib/'];
/** Time and waiting: everything may use it, it uses nothing. */
const ASYNC = '^packages/async/src/(index|fake-clock)\\.ts$';
const ENTRIES = [
  '^src/(main|demo|migrate|move-store)\\.ts$',
  '^packages/local-nemo/src/serve\\.ts$',
  // Started as processes and threads of their own, by path.
  '^src/core/media/[^.]*(worker|child)\\.ts$',
  '^packages/local-nemo/src/renderer/[^.]*child\\.ts$',
];

/** A folder may import itself, `lib`, and what is listed; a new file elsewhere is closed to it until listed. */
const folder = (name, path, mayImport, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path },
  to: { path: '^(src|packages)/', pathNot: [...LIB, ASYNC, ...mayImport] },
});

/** Packages that one folder alone may import; matches them installed and not. */
const only = (name, owners, packages, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(src|packages)/', pathNot: owners },
  to: { path: `(^|node_modules/)(${packages.join('|')})(/|$)` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    folder(
      'folder-nemo',
      '^src/nemo/',
      ['^src/nemo/', '^packages/media/src/address-guard\\.ts$'],
      'The Nemo client knows nothing of chats.',
    ),
    folder('folder-i18n', '^src/i18n/', ['^src/i18n/'], 'The catalogues are sentences; they know no module.'),
    folder('folder-intents', '^src/intents/', ['^src/intents/'], 'Intents are pure functions of a text.'),
    folder(
      'folder-skills',
      '^src/skills(\\.ts$|/)',
      ['^src/skills(\\.ts$|/)', '^src/nemo/nemo\\.ts$'],
      'A skill is a document read; of Nemo it knows the contract, for the attribution.',
    ),
    folder(
      'folder-core',
      '^src/core/',
      ['^src/core/', '^src/nemo/', '^src/intents/', '^src/i18n/', '^src/skills(\\.ts$|/)', '^packages/media/'],
      'The core knows chats, turns and Nemo; no platform, no settings, no embedded backend.',
    ),
    folder(
      'folder-adapters',
      '^src/adapters/([^/]+)/',
      ['^src/adapters/$1(/|$)', '^src/adapters/kit/', '^src/core/', '^src/i18n/'],
      'An adapter knows its platform, the shared kit and the core.',
    ),
    folder(
      'folder-adapter-settings',
      '^src/adapters/(settings|[^/]+/settings)\\.ts$',
      ['^src/adapters/[^/]+/settings\\.ts$', '^src/adapters/kit/platform-settings\\.ts$'],
      'Settings are read before anything else is there: no platform library, no core.',
    ),
    {
      name: 'packages-stand-alone',
      comment:
        'A workspace package knows nothing of the bot; of the other packages it may use the media engine, the address guard and what concerns waiting.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^(src|packages)/', pathNot: ['^packages/($1/|media/src/(index|pool|address-guard)\\.ts$)', ASYNC] },
    },
    {
      name: 'async-stands-alone',
      comment: 'Every folder may use it, so it uses none.',
      severity: 'error',
      from: { path: '^packages/async/' },
      to: { path: '^(src|packages)/', pathNot: '^packages/async/' },
    },
    {
      name: 'packages-by-their-entry',
      comment: 'The bot knows a package by its entry; the rest may change.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^packages/', pathNot: '^packages/[^/]+/src/(index|pool|address-guard|fake-clock)\\.ts$' },
    },
    folder('folder-lib', LIB, [], 'Everyone imports lib; lib imports no other module.'),
    folder(
      'folder-config',
      '^src/config(\\.ts$|/)',
      ['^src/config(\\.ts$|/)', '^src/i18n/language\\.ts$', '^src/adapters/settings\\.ts$'],
      'The settings are read before anything else is there.',
    ),
    {
      name: 'entries-are-not-imported',
      comment: 'An entry starts things when it is loaded (its types may be imported: they load nothing).',
      severity: 'error',
      from: {},
      to: { path: ENTRIES, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'wiring-is-for-entries',
      comment: 'Only an entry starts the wiring.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/((main|demo|migrate|move-store)\\.ts$|runtime/)' },
      to: { path: '^src/runtime/' },
    },
    only(
      'only-discord-sees-discord',
      '^src/adapters/discord/',
      ['discord\\.js', '@discordjs/[^/]+', 'discord-api-types'],
      'The platform stays behind its adapter.',
    ),
    only(
      'only-telegram-sees-grammy',
      '^src/adapters/telegram/',
      ['grammy', '@grammyjs/[^/]+'],
      'The platform stays behind its adapter.',
    ),
    only(
      'only-storage-sees-databases',
      '^src/core/storage/',
      ['keyv', '@keyv/[^/]+', 'kysely', 'pg', 'sqlite3'],
      'What keeps the data can be exchanged in one folder.',
    ),
    only(
      'only-media-folders-see-media-libraries',
      '^(src/core/media|packages/local-nemo/src/renderer|packages/media/src)/',
      ['sharp', '@napi-rs/canvas', 'mediabunny', '@mediabunny/[^/]+', 'heic-decode', 'libheif-js', 'node-av'],
      'Decoders of strangers’ files are kept in as few places as can be.',
    ),
    {
      name: 'src-stands-alone',
      comment: 'What is shipped needs neither tests nor tools.',
      severity: 'error',
      from: { path: ['^src/', '^packages/[^/]+/src/'] },
      to: { path: ['^(test|bench|scripts)/', '^packages/[^/]+/(test|bench)/'] },
    },
    {
      name: 'no-dev-dependency-in-src',
      comment: 'It would be missing where the development packages are not installed.',
      severity: 'error',
      from: { path: '^(src|packages)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'no-undeclared-package',
      comment: 'A package that came with another one can leave with it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable-import',
      comment: 'It would fail when the program starts.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is forgotten.',
      severity: 'error',
      from: { orphan: true, path: '^(src|packages)/', pathNot: ENTRIES },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
