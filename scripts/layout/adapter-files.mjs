/** Files that every adapter has, with the job that each of them does. */
export const COMMON_FILES = {
  'adapter.ts': 'the ChatAdapter: wiring, start and stop',
  'attachments.ts': 'a file of the platform → Attachment',
  'deliver.ts': 'a Reply → messages of the platform',
  'download.ts': 'an Attachment → its bytes',
  'limits.ts': 'the platform’s numbers, each once, with its source',
  'messages.ts': 'what somebody wrote → IncomingMessage',
  'progress-messages.ts': 'how progress is posted, edited and removed',
  'start-error.ts': 'why the platform cannot be started',
  'text.ts': 'a text in the platform’s markup, cut to its limits',
};

/** Files that an adapter of a platform over the network has besides; such an adapter has a `platform.ts`. */
export const NETWORK_FILES = {
  'api.ts': 'the platform’s calls',
  'buttons.ts': 'next steps → buttons, and back',
  'commands.ts': 'the action table → the platform’s commands',
  'message-search.ts': 'whether a message whose answer got lost has arrived',
  'permissions.ts': 'who is a moderator',
  'place.ts': 'the platform’s chat ↔ ChatKey',
  'platform-error.ts': 'the library’s error → PlatformError',
  'platform.ts': 'the PlatformModule: how the adapter is made of its settings',
  'presses.ts': 'a pressed button → IncomingMessage',
  'repository.ts': 'what the adapter stores',
  'settings.ts': 'its variables of the environment',
};

/**
 * What adapters lack: one line per missing file.
 *
 * @param {Record<string, readonly string[]>} folders names of the files in each adapter's folder, by the folder's name
 * @returns {string[]}
 */
export function missingAdapterFiles(folders) {
  return Object.entries(folders).flatMap(([adapter, files]) => {
    const needed = files.includes('platform.ts') ? { ...COMMON_FILES, ...NETWORK_FILES } : COMMON_FILES;
    return Object.entries(needed)
      .filter(([name]) => !files.includes(name))
      .map(([name, job]) => `src/adapters/${adapter} lacks ${name} (${job})`);
  });
}
