/** Numbers of Discord's API v10, as its reference lists them. */

export const PERMISSION = {
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useExternalEmojis: 1n << 18n,
  useApplicationCommands: 1n << 31n,
  createPublicThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const;

export type PermissionName = keyof typeof PERMISSION;

/** "Manage Messages", which moderators have and others have not. */
export const MANAGE_MESSAGES = 1n << 13n;

export const ALL_PERMISSIONS = Object.values(PERMISSION).reduce((all, bit) => all | bit, 0n);

/** What an app may do in conversations it isn't a member of, or in DMs. */
export const DM_PERMISSIONS = PERMISSION.attachFiles | PERMISSION.embedLinks | PERMISSION.mentionEveryone;

export const INTENT = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  guildMessageTyping: 1 << 11,
  directMessages: 1 << 12,
  directMessageReactions: 1 << 13,
  messageContent: 1 << 15,
} as const;

export const PRIVILEGED_INTENTS = INTENT.guildMembers | INTENT.guildPresences | INTENT.messageContent;

export const CHANNEL = { text: 0, dm: 1, voice: 2, groupDm: 3, thread: 11, forum: 15 } as const;

export const FLAG = { suppressEmbeds: 1 << 2, ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 } as const;

export const MESSAGE = { default: 0, reply: 19, slash: 20, threadStarter: 21, contextMenu: 23 } as const;

export const INTERACTION = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

export const CALLBACK = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const;

export const COMPONENT = {
  ...{ row: 1, button: 2, stringSelect: 3, textInput: 4 },
  ...{ section: 9, text: 10, thumbnail: 11, gallery: 12, file: 13, separator: 14, container: 17 },
  ...{ label: 18, fileUpload: 19 },
} as const;

export const LINK_BUTTON = 5;

const MIB = 1024 * 1024;

/** Largest file in bytes by boost level; a DM is as level 0. */
export const UPLOAD_LIMITS = [10 * MIB, 10 * MIB, 50 * MIB, 100 * MIB] as const;
